import * as tf from '@tensorflow/tfjs-core';
import type { Case, CaseInput } from '../case';

type Pair = number | [number, number];
type Padding = 'same' | 'valid' | number | [[0, 0], [number, number], [number, number], [0, 0]];

/** A convolution of images [batch, height, width, inputs] with a filter [height, width, inputs, outputs]. */
interface Geometry {
  readonly image: readonly [number, number, number, number];
  readonly filter: readonly [number, number, number, number];
  readonly strides: Pair;
  readonly pad: Padding;
  readonly dilations?: Pair;
  readonly rounding?: 'floor' | 'round' | 'ceil';
  readonly second?: boolean;
}

const explicit = (top: number, bottom: number, left: number, right: number): Padding => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];

const geometries: Geometry[] = [
  { image: [2, 5, 5, 3], filter: [3, 3, 3, 4], strides: 1, pad: 'same', second: true },
  { image: [3, 4, 6, 2], filter: [1, 1, 2, 5], strides: 1, pad: 'valid' },
  { image: [2, 5, 4, 3], filter: [1, 1, 3, 2], strides: 2, pad: 'same' },
  { image: [2, 4, 5, 16], filter: [3, 3, 16, 2], strides: 1, pad: 'same' },
  { image: [2, 8, 8, 1], filter: [4, 4, 1, 8], strides: 2, pad: 'same' },
  { image: [2, 8, 8, 4], filter: [4, 4, 4, 8], strides: 2, pad: 'same', second: true },
  { image: [2, 6, 8, 8], filter: [4, 4, 8, 1], strides: 2, pad: 'same' },
  { image: [1, 7, 9, 5], filter: [4, 4, 5, 2], strides: 2, pad: 'same' },
  { image: [2, 7, 6, 2], filter: [3, 3, 2, 3], strides: 2, pad: 'same' },
  { image: [2, 7, 6, 4], filter: [3, 3, 4, 3], strides: 2, pad: 'same' },
  { image: [2, 8, 7, 4], filter: [3, 3, 4, 3], strides: 2, pad: 'valid' },
  { image: [2, 9, 8, 4], filter: [5, 5, 4, 2], strides: 2, pad: 'same' },
  { image: [2, 9, 10, 3], filter: [5, 3, 3, 2], strides: [3, 2], pad: 'same' },
  { image: [2, 8, 9, 2], filter: [2, 2, 2, 3], strides: 3, pad: 'valid' },
  { image: [1, 7, 5, 2], filter: [7, 5, 2, 3], strides: 1, pad: 'valid' },
  { image: [2, 6, 5, 2], filter: [2, 3, 2, 3], strides: [1, 2], pad: 'same' },
  { image: [2, 6, 7, 4], filter: [4, 4, 4, 3], strides: 2, pad: 2 },
  { image: [2, 5, 6, 8], filter: [3, 4, 8, 2], strides: [2, 1], pad: explicit(0, 2, 3, 1) },
  { image: [1, 1, 1, 2], filter: [3, 3, 2, 3], strides: 1, pad: 'same' },
  { image: [2, 6, 6, 2], filter: [3, 3, 2, 2], strides: 2, pad: 1, rounding: 'floor' },
  { image: [2, 7, 6, 1], filter: [3, 2, 1, 8], strides: [2, 3], pad: 'valid' },
  { image: [2, 6, 7, 3], filter: [4, 4, 3, 40], strides: 2, pad: 'same' },
  { image: [1, 7, 7, 3], filter: [7, 7, 3, 2], strides: 1, pad: 'same' },
];

const images = (shape: readonly number[]): CaseInput => ({ shape });
const title = ({ image, filter, strides, pad, dilations, rounding }: Geometry): string =>
  [
    `[${image.join()}] * [${filter.join()}]`,
    `stride ${String(strides)}`,
    typeof pad === 'object' ? `pad ${pad.slice(1, 3).join('; ')}` : `pad ${pad}`,
    ...(dilations === undefined ? [] : [`dilation ${String(dilations)}`]),
    ...(rounding === undefined ? [] : [rounding]),
  ].join(', ');

function convolution(geometry: Geometry): Case {
  const { image, filter, strides, pad, dilations = 1, rounding, second = false } = geometry;
  return {
    name: `Conv2D: ${title(geometry)}`,
    inputs: [images(image), images(filter)],
    run: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad, 'NHWC', dilations, rounding),
    gradient: dilations === 1 && rounding === undefined,
    second,
  };
}

/** The transposed convolution that makes images of this geometry. */
function transposed(geometry: Geometry): Case {
  const { image, filter, strides, pad, rounding, second = false } = geometry;
  const { outShape } = tf.backend_util.computeConv2DInfo([...image], [...filter], strides, 1, pad, rounding);
  return {
    name: `Conv2DBackpropInput: ${title(geometry)}`,
    inputs: [images(outShape), images(filter)],
    run: (dy, w) => tf.conv2dTranspose(dy as tf.Tensor4D, w as tf.Tensor4D, [...image], strides, pad, rounding),
    second,
  };
}

/** The gradient of the filter, as a function of the image and of the gradient of the result. */
function filterGradient(geometry: Geometry): Case {
  const { image, filter, strides, pad } = geometry;
  const { outShape } = tf.backend_util.computeConv2DInfo([...image], [...filter], strides, 1, pad);
  return {
    name: `Conv2DBackpropFilter: ${title(geometry)}`,
    inputs: [images(image), images(outShape)],
    run: (x, dy) =>
      tf.grad((w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad))(tf.zeros([...filter]), dy),
  };
}

/** A transposed convolution with a bias, which its products take. */
const withBias = (geometry: Geometry): Case => {
  const { inputs, run, ...rest } = transposed({ ...geometry, second: false });
  return {
    ...rest,
    name: `${rest.name}, with a bias`,
    inputs: [...inputs, images([geometry.image[3]])],
    run: (dy, w, bias) => tf.add(run(dy, w) as tf.Tensor, bias),
  };
};

const dilated: Geometry[] = [
  { image: [2, 7, 8, 3], filter: [3, 3, 3, 2], strides: 1, pad: 'same', dilations: 2 },
  { image: [1, 9, 9, 2], filter: [2, 3, 2, 4], strides: 1, pad: 'valid', dilations: [3, 2] },
  { image: [2, 6, 6, 2], filter: [3, 3, 2, 2], strides: 1, pad: 2, dilations: 2, rounding: 'floor' },
];

const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const;
const fused = activations.map(
  (activation): Case => ({
    name: `FusedConv2D: ${activation}`,
    inputs: [images([2, 6, 6, 2]), images([3, 3, 2, 3]), images([3]), images([3])],
    run: (x, filter, bias, weights) =>
      tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        strides: 2,
        pad: 'same',
        bias,
        activation,
        ...(activation === 'leakyrelu' ? { leakyreluAlpha: 0.3 } : {}),
        ...(activation === 'prelu' ? { preluActivationWeights: weights } : {}),
      }),
    gradient: false,
  }),
);

export const convolutionCases: readonly Case[] = [
  ...geometries.map(convolution),
  ...geometries.map(transposed),
  ...geometries.map(withBias),
  ...geometries.slice(0, 12).map(filterGradient),
  ...dilated.map(convolution),
  {
    name: 'FusedConv2D: linear, with its gradient',
    inputs: [images([2, 5, 6, 2]), images([3, 3, 2, 3]), images([3])],
    run: (x, filter, bias) =>
      tf.fused.conv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: 'same', bias }),
  },
  {
    name: 'FusedConv2D: one image of rank 3',
    inputs: [images([5, 6, 2]), images([3, 3, 2, 3])],
    run: (x, filter) =>
      tf.fused.conv2d({ x: x as tf.Tensor3D, filter: filter as tf.Tensor4D, strides: 1, pad: 0, activation: 'relu' }),
  },
  ...fused,
];
