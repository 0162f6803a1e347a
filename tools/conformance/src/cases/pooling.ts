import * as tf from '@tensorflow/tfjs-core';
import type { Case, CaseInput } from '../case';

type Rounding = 'floor' | 'round' | 'ceil';
type Explicit = [[0, 0], [number, number], [number, number], [0, 0]];

interface Pool {
  readonly image: readonly number[];
  readonly filter: number | readonly number[];
  readonly strides: number | readonly number[];
  readonly pad: 'same' | 'valid' | number | Explicit;
  readonly rounding?: Rounding;
  readonly second?: boolean;
  /** False where the average has none: it refuses volumes of which cells before the first window are left out. */
  readonly gradient?: false;
}

const pools2d: readonly Pool[] = [
  { image: [2, 4, 6, 3], filter: 2, strides: 2, pad: 'valid', second: true },
  { image: [2, 4, 6, 3], filter: 2, strides: 2, pad: 'same' },
  { image: [1, 7, 5, 2], filter: 2, strides: 2, pad: 'valid' },
  { image: [2, 7, 5, 2], filter: 2, strides: 2, pad: 'same', second: true },
  { image: [2, 7, 8, 1], filter: 3, strides: 2, pad: 'same' },
  { image: [2, 7, 8, 2], filter: 3, strides: 2, pad: 'valid' },
  { image: [2, 5, 4, 3], filter: 3, strides: 1, pad: 'same', second: true },
  { image: [1, 6, 7, 2], filter: [3, 2], strides: [1, 2], pad: 'same' },
  { image: [2, 8, 7, 2], filter: [2, 4], strides: 3, pad: 'valid' },
  { image: [2, 6, 5, 2], filter: 1, strides: 2, pad: 'same' },
  { image: [3, 5, 6, 2], filter: 1, strides: 1, pad: 'valid' },
  { image: [2, 4, 5, 3], filter: [4, 5], strides: 1, pad: 'valid' },
  { image: [2, 1, 1, 4], filter: 3, strides: 1, pad: 'same' },
  { image: [2, 5, 6, 2], filter: 3, strides: 2, pad: 1, rounding: 'floor' },
  { image: [2, 6, 5, 2], filter: 3, strides: 2, pad: 1, rounding: 'ceil' },
  { image: [2, 6, 6, 2], filter: 2, strides: 3, pad: 1, rounding: 'round' },
  {
    image: [2, 5, 6, 2],
    filter: [3, 4],
    strides: [2, 1],
    pad: [
      [0, 0],
      [0, 2],
      [3, 1],
      [0, 0],
    ],
  },
  { image: [5, 6, 2], filter: 2, strides: 1, pad: 'same' },
];

/** With windows of equal height and width: tfjs refuses gradients of others. */
const pools3d: readonly Pool[] = [
  { image: [2, 4, 2, 4, 2], filter: 2, strides: 2, pad: 'valid', second: true },
  { image: [1, 3, 5, 4, 3], filter: 2, strides: 2, pad: 'same' },
  { image: [2, 3, 4, 5, 1], filter: 3, strides: 1, pad: 'same', second: true },
  { image: [1, 4, 5, 6, 2], filter: [2, 3, 3], strides: [1, 2, 2], pad: 'valid' },
  { image: [1, 6, 4, 6, 2], filter: 1, strides: 3, pad: 'same', gradient: false },
  { image: [1, 6, 5, 4, 1], filter: [1, 2, 2], strides: [3, 2, 1], pad: 'same', gradient: false },
  { image: [1, 4, 4, 5, 2], filter: 3, strides: 2, pad: 1, rounding: 'ceil' },
  { image: [3, 4, 4, 2], filter: 2, strides: 2, pad: 'valid' },
];

const list = (numbers: number | readonly number[]): string => [numbers].flat().join(', ');

const title = ({ image, filter, strides, pad, rounding }: Pool): string =>
  [
    `[${list(image)}] window ${list(filter)}`,
    `stride ${list(strides)}`,
    typeof pad === 'object' ? `pad ${pad.slice(1, 3).join('; ')}` : `pad ${pad}`,
    ...(rounding ? [rounding] : []),
  ].join(', ');

const images = (shape: readonly number[]): CaseInput => ({ shape });
/** Few different numbers, so that windows have several maxima. */
const withTies = (shape: readonly number[]): CaseInput => ({ shape, from: (_, uniform) => Math.floor(3 * uniform) });

// A mean is linear, and so is a maximum piece by piece: alone they have no second derivative.
const average = (pool: Pool): Case => ({
  name: `AvgPool: ${title(pool)}`,
  inputs: [images(pool.image)],
  run: (x) =>
    tf.avgPool(
      (pool.second ? tf.exp(x) : x) as tf.Tensor4D,
      pool.filter as 2,
      pool.strides as 2,
      pool.pad,
      pool.rounding,
    ),
  second: pool.second ?? false,
});

const maximum = (pool: Pool): Case => ({
  name: `MaxPool: ${title(pool)}`,
  inputs: [images(pool.image)],
  run: (x) =>
    tf.maxPool(
      (pool.second ? tf.exp(x) : x) as tf.Tensor4D,
      pool.filter as 2,
      pool.strides as 2,
      pool.pad,
      pool.rounding,
    ),
  second: pool.second ?? false,
});

const average3d = (pool: Pool): Case => ({
  name: `AvgPool3D: ${title(pool)}`,
  inputs: [images(pool.image)],
  run: (x) =>
    tf.avgPool3d(
      (pool.second ? tf.exp(x) : x) as tf.Tensor5D,
      pool.filter as 2,
      pool.strides as 2,
      pool.pad as 'same',
      pool.rounding,
    ),
  gradient: pool.gradient ?? true,
  second: pool.second ?? false,
});

const maximum3d = (pool: Pool): Case => ({
  name: `MaxPool3D: ${title(pool)}`,
  inputs: [images(pool.image)],
  run: (x) =>
    tf.maxPool3d(
      (pool.second ? tf.exp(x) : x) as tf.Tensor5D,
      pool.filter as 2,
      pool.strides as 2,
      pool.pad as 'same',
      pool.rounding,
    ),
  second: pool.second ?? false,
});

const tied = (made: Case): Case => ({
  ...made,
  name: `${made.name}, with ties`,
  inputs: made.inputs.map(({ shape }) => withTies(shape)),
});

const withPlaces = (pool: Pool, includeBatch: boolean): Case => ({
  name: `MaxPoolWithArgmax: ${title(pool)}${includeBatch ? ', places in the batch' : ''}`,
  inputs: [withTies(pool.image)],
  run: (x) => {
    const { result, indexes } = tf.maxPoolWithArgmax(
      x as tf.Tensor4D,
      pool.filter as 2,
      pool.strides as 2,
      pool.pad as 'same',
      includeBatch,
    );
    return [result, indexes] as tf.Tensor[];
  },
  gradient: false,
});

const withoutRounding = pools2d.filter(({ rounding, image }) => !rounding && image.length === 4);

export const poolingCases: readonly Case[] = [
  ...pools2d.map(average),
  ...pools2d.map(maximum),
  ...pools2d.map((pool) => tied(maximum({ ...pool, second: false }))),
  ...pools3d.map(average3d),
  ...pools3d.map(maximum3d),
  ...pools3d.map((pool) => tied(maximum3d({ ...pool, second: false }))),
  ...withoutRounding.map((pool) => withPlaces(pool, false)),
  ...withoutRounding.map((pool) => withPlaces(pool, true)),
  {
    name: 'MaxPool: integers',
    inputs: [{ shape: [2, 5, 4, 2], dtype: 'int32', from: (_, uniform) => Math.floor(100 * uniform) - 50 }],
    run: (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'same'),
  },
  {
    name: 'MaxPool: negative infinity in some cells',
    inputs: [{ shape: [1, 4, 4, 2], from: (i, uniform) => (i % 3 === 0 ? Number.NEGATIVE_INFINITY : uniform) }],
    run: (x) => tf.maxPool(x as tf.Tensor4D, 3, 1, 'same'),
    gradient: false,
  },
  {
    name: 'pool: a dilated window',
    inputs: [images([2, 7, 6, 2])],
    run: (x) => [
      tf.pool(x as tf.Tensor4D, [2, 2], 'max', 'same', [2, 2], 1),
      tf.pool(x as tf.Tensor4D, [2, 3], 'avg', 'valid', [2, 1], 1),
    ],
  },
];
