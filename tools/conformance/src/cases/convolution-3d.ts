import * as tf from '@tensorflow/tfjs-core';
import type { Case } from '../case';

type Triple = number | [number, number, number];

/** A convolution of volumes [batch, depth, height, width, inputs] with a filter [depth, height, width, inputs, outputs]. */
interface Geometry {
  readonly volume: readonly number[];
  readonly filter: readonly [number, number, number, number, number];
  readonly strides: Triple;
  readonly pad: 'same' | 'valid';
  readonly dilations?: Triple;
  readonly second?: boolean;
}

const geometries: readonly Geometry[] = [
  { volume: [2, 3, 4, 3, 2], filter: [2, 2, 2, 2, 3], strides: 1, pad: 'valid', second: true },
  { volume: [1, 3, 4, 3, 2], filter: [3, 2, 3, 2, 2], strides: 1, pad: 'same' },
  { volume: [2, 5, 4, 6, 1], filter: [3, 3, 3, 1, 2], strides: 2, pad: 'same', second: true },
  { volume: [1, 6, 5, 4, 2], filter: [2, 2, 2, 2, 1], strides: [3, 2, 1], pad: 'valid' },
  { volume: [1, 6, 4, 6, 2], filter: [1, 1, 1, 2, 3], strides: 3, pad: 'same' },
  { volume: [2, 6, 5, 6, 1], filter: [1, 2, 1, 1, 2], strides: [3, 2, 2], pad: 'same' },
  { volume: [1, 1, 1, 1, 2], filter: [3, 3, 3, 2, 2], strides: 1, pad: 'same' },
  { volume: [3, 4, 3, 2], filter: [2, 2, 2, 2, 2], strides: 1, pad: 'same' },
];

const dilated: readonly Geometry[] = [
  { volume: [1, 5, 6, 5, 2], filter: [2, 2, 2, 2, 2], strides: 1, pad: 'same', dilations: 2 },
  { volume: [1, 5, 6, 5, 1], filter: [2, 3, 2, 1, 2], strides: 1, pad: 'valid', dilations: [1, 2, 3] },
];

const list = (numbers: number | readonly number[]): string => [numbers].flat().join(', ');

const title = ({ volume, filter, strides, pad, dilations }: Geometry): string =>
  `[${list(volume)}] * [${list(filter)}], stride ${list(strides)}, pad ${pad}${dilations ? `, dilation ${list(dilations)}` : ''}`;

const convolution = (geometry: Geometry): Case => ({
  name: `Conv3D: ${title(geometry)}`,
  inputs: [{ shape: geometry.volume }, { shape: geometry.filter }],
  run: (x, filter) =>
    tf.conv3d(
      x as tf.Tensor5D,
      filter as tf.Tensor5D,
      geometry.strides,
      geometry.pad,
      'NDHWC',
      geometry.dilations ?? 1,
    ),
  // tfjs has none of dilated windows.
  gradient: geometry.dilations === undefined,
  second: geometry.second ?? false,
});

/** The backprop kernels themselves, with their own gradients: the first is a transposed convolution. */
const backprops = ({ volume, filter, strides, pad, second = false }: Geometry): readonly Case[] => {
  const shape = volume as [number, number, number, number, number];
  const { outShape } = tf.backend_util.computeConv3DInfo(shape, [...filter], strides, 1, pad);
  return [
    {
      name: `Conv3DBackpropInputV2: ${title({ volume, filter, strides, pad })}`,
      inputs: [{ shape: outShape }, { shape: filter }],
      run: (dy, w) => tf.conv3dTranspose(dy as tf.Tensor5D, w as tf.Tensor5D, shape, strides, pad),
      second,
    },
    {
      name: `Conv3DBackpropFilterV2: ${title({ volume, filter, strides, pad })}`,
      inputs: [{ shape }, { shape: outShape }],
      run: (x, dy) =>
        tf.engine().runKernel('Conv3DBackpropFilterV2', { x, dy }, { strides, pad, filterShape: [...filter] }),
    },
  ];
};

export const convolution3dCases: readonly Case[] = [
  ...geometries.map(convolution),
  ...dilated.map(convolution),
  ...geometries.filter(({ volume }) => volume.length === 5).flatMap(backprops),
];
