import * as tf from '@tensorflow/tfjs-core';
import type { Case } from '../case';

type Pair = number | [number, number];
type Padding = 'same' | 'valid' | number | [[0, 0], [number, number], [number, number], [0, 0]];

/** A convolution of each channel of images [batch, height, width, channels] with filters [height, width, channels, multiplier]. */
interface Geometry {
  readonly image: readonly number[];
  readonly filter: readonly [number, number, number, number];
  readonly strides: Pair;
  readonly pad: Padding;
  readonly dilations?: Pair;
  readonly rounding?: 'floor' | 'round' | 'ceil';
  readonly second?: boolean;
}

const geometries: readonly Geometry[] = [
  { image: [2, 5, 5, 3], filter: [3, 3, 3, 1], strides: 1, pad: 'same', second: true },
  { image: [2, 5, 6, 2], filter: [3, 3, 2, 3], strides: 1, pad: 'valid', second: true },
  { image: [3, 4, 5, 1], filter: [2, 3, 1, 4], strides: 1, pad: 'same' },
  { image: [2, 8, 7, 2], filter: [3, 3, 2, 2], strides: 2, pad: 'same' },
  { image: [2, 8, 7, 3], filter: [3, 3, 3, 1], strides: 2, pad: 'valid' },
  { image: [1, 9, 8, 2], filter: [2, 2, 2, 1], strides: 3, pad: 'valid' },
  { image: [2, 6, 5, 2], filter: [1, 1, 2, 2], strides: 2, pad: 'same' },
  { image: [1, 7, 6, 2], filter: [4, 2, 2, 1], strides: [2, 1], pad: 'same' },
  { image: [2, 5, 6, 2], filter: [3, 3, 2, 1], strides: 2, pad: 2, rounding: 'ceil' },
  {
    image: [2, 5, 6, 2],
    filter: [3, 4, 2, 2],
    strides: [2, 1],
    pad: [
      [0, 0],
      [0, 2],
      [3, 1],
      [0, 0],
    ],
  },
  { image: [1, 1, 1, 2], filter: [3, 3, 2, 2], strides: 1, pad: 'same' },
  { image: [4, 6, 3], filter: [2, 2, 3, 2], strides: 1, pad: 'same' },
];

const dilated: readonly Geometry[] = [
  { image: [2, 7, 8, 3], filter: [3, 3, 3, 1], strides: 1, pad: 'same', dilations: 2 },
  { image: [1, 9, 9, 2], filter: [2, 3, 2, 2], strides: 1, pad: 'valid', dilations: [3, 2] },
];

const list = (numbers: number | readonly number[]): string => [numbers].flat().join(', ');

const title = ({ image, filter, strides, pad, dilations, rounding }: Geometry): string =>
  [
    `[${list(image)}] * [${list(filter)}]`,
    `stride ${list(strides)}`,
    typeof pad === 'object' ? `pad ${pad.slice(1, 3).join('; ')}` : `pad ${pad}`,
    ...(dilations ? [`dilation ${list(dilations)}`] : []),
    ...(rounding ? [rounding] : []),
  ].join(', ');

const convolution = (geometry: Geometry): Case => ({
  name: `DepthwiseConv2dNative: ${title(geometry)}`,
  inputs: [{ shape: geometry.image }, { shape: geometry.filter }],
  run: (x, filter) =>
    tf.depthwiseConv2d(
      x as tf.Tensor4D,
      filter as tf.Tensor4D,
      geometry.strides,
      geometry.pad,
      'NHWC',
      geometry.dilations ?? 1,
      geometry.rounding,
    ),
  // tfjs has none of dilated windows.
  gradient: geometry.dilations === undefined,
  second: geometry.second ?? false,
});

/** The backprop kernels themselves, with their own gradients. */
const backprops = ({ image, filter, strides, pad }: Geometry): readonly Case[] => {
  const shape = image as [number, number, number, number];
  const { outShape } = tf.backend_util.computeConv2DInfo(shape, [...filter], strides, 1, pad, undefined, true);
  const attributes = { strides, pad, dilations: 1 };
  return [
    {
      name: `DepthwiseConv2dNativeBackpropInput: ${title({ image, filter, strides, pad })}`,
      inputs: [{ shape: outShape }, { shape: filter }],
      run: (dy, w) =>
        tf
          .engine()
          .runKernel('DepthwiseConv2dNativeBackpropInput', { dy, filter: w }, { ...attributes, inputShape: shape }),
    },
    {
      name: `DepthwiseConv2dNativeBackpropFilter: ${title({ image, filter, strides, pad })}`,
      inputs: [{ shape }, { shape: outShape }],
      run: (x, dy) =>
        tf.engine().runKernel('DepthwiseConv2dNativeBackpropFilter', { x, dy }, { ...attributes, filterShape: filter }),
    },
  ];
};

const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const;

const fused = (activation: (typeof activations)[number], image: readonly number[]): Case => ({
  name: `FusedDepthwiseConv2D: ${activation} of [${list(image)}]`,
  inputs: [{ shape: image }, { shape: [3, 3, 2, 2] }, { shape: [4] }, { shape: [4] }],
  run: (x, filter, bias, weights) =>
    tf.fused.depthwiseConv2d({
      x: x as tf.Tensor4D,
      filter: filter as tf.Tensor4D,
      strides: 2,
      pad: 'same',
      activation,
      ...(bias ? { bias } : {}),
      ...(activation === 'leakyrelu' ? { leakyreluAlpha: 0.3 } : {}),
      ...(activation === 'prelu' && weights ? { preluActivationWeights: weights } : {}),
    }),
  gradient: false,
});

export const depthwiseCases: readonly Case[] = [
  ...geometries.map(convolution),
  ...dilated.map(convolution),
  ...geometries.filter(({ image, rounding }) => image.length === 4 && !rounding).flatMap(backprops),
  ...activations.map((activation) => fused(activation, [2, 6, 7, 2])),
  fused('relu', [1, 5, 4, 2]),
  fused('sigmoid', [6, 5, 2]),
  {
    name: 'FusedDepthwiseConv2D: without a bias, with its gradient',
    inputs: [{ shape: [2, 5, 6, 2] }, { shape: [3, 3, 2, 2] }],
    run: (x, filter) =>
      tf.fused.depthwiseConv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: 'same' }),
  },
  {
    name: 'separableConv2d',
    inputs: [{ shape: [2, 6, 5, 2] }, { shape: [3, 3, 2, 2] }, { shape: [1, 1, 4, 3] }],
    run: (x, depthwise, pointwise) =>
      tf.separableConv2d(x as tf.Tensor4D, depthwise as tf.Tensor4D, pointwise as tf.Tensor4D, 2, 'same'),
  },
];
