import * as tf from '@tensorflow/tfjs-core';
import type { Case, CaseInput } from '../case';

type Pair = number | [number, number];

/** A dilation of images [batch, height, width, channels] by a filter [height, width, channels]. */
interface Geometry {
  readonly image: readonly number[];
  readonly filter: readonly [number, number, number];
  readonly strides: Pair;
  readonly pad: 'same' | 'valid';
  readonly dilations?: Pair;
  readonly second?: boolean;
}

const geometries: readonly Geometry[] = [
  { image: [2, 5, 4, 2], filter: [2, 2, 2], strides: 1, pad: 'valid', second: true },
  { image: [1, 5, 4, 3], filter: [3, 3, 3], strides: 1, pad: 'same', second: true },
  { image: [2, 7, 6, 2], filter: [3, 2, 2], strides: [2, 1], pad: 'same' },
  { image: [2, 7, 8, 1], filter: [2, 2, 1], strides: 3, pad: 'valid' },
  { image: [1, 7, 6, 2], filter: [2, 3, 2], strides: 1, pad: 'same', dilations: 2 },
  { image: [1, 8, 9, 2], filter: [2, 3, 2], strides: [2, 3], pad: 'valid', dilations: [3, 2] },
  { image: [1, 6, 5, 2], filter: [1, 1, 2], strides: 2, pad: 'same' },
  { image: [4, 5, 2], filter: [2, 2, 2], strides: 1, pad: 'same' },
];

const list = (numbers: number | readonly number[]): string => [numbers].flat().join(', ');

const title = ({ image, filter, strides, pad, dilations }: Geometry): string =>
  `[${list(image)}] by [${list(filter)}], stride ${list(strides)}, pad ${pad}${dilations ? `, dilation ${list(dilations)}` : ''}`;

const images = (shape: readonly number[]): CaseInput => ({ shape });
/** Few different numbers, so that windows have several maxima. */
const withTies = (shape: readonly number[]): CaseInput => ({ shape, from: (_, uniform) => Math.floor(3 * uniform) });

const dilation = (geometry: Geometry): Case => ({
  name: `Dilation2D: ${title(geometry)}`,
  inputs: [images(geometry.image), images(geometry.filter)],
  run: (x, filter) =>
    tf.dilation2d(x as tf.Tensor4D, filter as tf.Tensor3D, geometry.strides, geometry.pad, geometry.dilations),
  second: geometry.second ?? false,
});

const tied = (made: Case): Case => ({
  ...made,
  name: `${made.name}, with ties`,
  inputs: made.inputs.map(({ shape }) => withTies(shape)),
});

export const dilationCases: readonly Case[] = [
  ...geometries.map(dilation),
  ...geometries.map((geometry) => tied(dilation({ ...geometry, second: false }))),
  {
    name: 'Dilation2D: a filter that leaves its corners out',
    inputs: [
      images([2, 5, 6, 2]),
      { shape: [3, 3, 2], from: (i) => ([0, 2, 6, 8].includes(Math.floor(i / 2)) ? Number.NEGATIVE_INFINITY : 0) },
    ],
    run: (x, filter) => tf.dilation2d(x as tf.Tensor4D, filter as tf.Tensor3D, 1, 'same'),
  },
];
