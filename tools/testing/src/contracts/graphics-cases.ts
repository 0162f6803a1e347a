import { type Operand, operand } from '@jensenjs/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { kernelCases } from '../../../../packages/gradients/src/testing/cases.fixture';

type Operation = (...x: Tensor[]) => Tensor;
/** An operation on graphics hardware, to be compared with tfjs's cpu backend. */
export type GraphicsCase = readonly [name: string, operation: Operation, ...operands: readonly Operand[]];

// Operands have more than 128 elements where it matters: tfjs computes smaller ones on the CPU.
const image = operand([3, 9, 9, 3], 1, 2);
const filter = operand([3, 3, 3, 5], 1, 2);
const pixel = operand([1, 1, 3, 5], 1, 2);
const transposed = operand([3, 3, 5, 3], 1, 2);
const reciprocal = (x: Tensor): Tensor4D => tf.div(1, x);
const { log } = tf;

const shapes = [
  [
    [13, 21],
    [13, 21],
  ],
  [[13, 21], [21]],
  [[13, 1], [21]],
  [[13, 21], []],
] as const;
const { sub, div, maximum, greater, pow } = tf;
const binary = shapes.flatMap(([a, b]) =>
  Object.entries({ sub, div, maximum, greater, pow }).map(
    ([name, f]): GraphicsCase => [
      `${name} ${JSON.stringify(a)} ${JSON.stringify(b)}`,
      (x, y) => f(x, y),
      operand(a, 0.1, 3),
      operand(b),
    ],
  ),
);

const { sum, max, logSumExp } = tf;
const reductions = [undefined, 0, [1, 2]].flatMap((axis) =>
  Object.entries({ sum, max, logSumExp }).map(
    ([name, f]): GraphicsCase => [
      `${name} over ${String(axis)} of a logarithm`,
      (x) => f(log(x), axis),
      operand([7, 9, 5], 1, 2),
    ],
  ),
);

// What the kernels before them leave in the unused places of textures must not count.
const products: GraphicsCase[] = [
  ...[false, true].flatMap((transposeA) =>
    [false, true].map(
      (transposeB): GraphicsCase => [
        `product of exponentials ${transposeA} ${transposeB}`,
        (x, y) => tf.matMul(tf.exp(x), tf.exp(y), transposeA, transposeB),
        operand(transposeA ? [21, 13] : [13, 21]),
        operand(transposeB ? [17, 21] : [21, 17]),
      ],
    ),
  ),
  ['product with a logarithm', (x, y) => tf.matMul(log(x), y), operand([13, 21], 1, 2), operand([21, 17])],
  ['products in a batch', (x, y) => tf.matMul(log(x), tf.exp(y)), operand([3, 13, 21], 1, 2), operand([3, 21, 17])],
  [
    'fused product',
    (x, y, bias) => tf.fused.matMul({ a: log(x) as Tensor2D, b: log(y) as Tensor2D, bias, activation: 'elu' }),
    operand([13, 21], 1, 2),
    operand([21, 17], 1, 2),
    operand([17]),
  ],
  ['convolution', (x, f) => tf.conv2d(reciprocal(x), log(f) as Tensor4D, 1, 'same'), image, filter],
  ['convolution of pixels', (x, f) => tf.conv2d(reciprocal(x), log(f) as Tensor4D, 1, 'same'), image, pixel],
  [
    'convolution, channels first',
    (x, f) => tf.conv2d(reciprocal(x), log(f) as Tensor4D, 1, 'valid', 'NCHW'),
    operand([3, 4, 9, 9], 1, 2),
    operand([1, 1, 4, 5], 1, 2),
  ],
  [
    'fused convolution',
    (x, f) => tf.fused.conv2d({ x: reciprocal(x), filter: log(f) as Tensor4D, strides: 1, pad: 'same' }),
    image,
    pixel,
  ],
  [
    'transposed convolution',
    (x, f) => tf.conv2dTranspose(reciprocal(x), log(f) as Tensor4D, [3, 18, 18, 5], 2, 'same'),
    image,
    transposed,
  ],
  [
    'gradient of a filter',
    (x, f) => tf.grad((y) => tf.sum(tf.square(tf.conv2d(reciprocal(x), log(y) as Tensor4D, 2, 'same'))))(f),
    image,
    filter,
  ],
  [
    'gradient of an image',
    (x, f) => tf.grad((y) => tf.sum(tf.square(tf.conv2d(reciprocal(y), log(f) as Tensor4D, 2, 'same'))))(x),
    image,
    filter,
  ],
];

const arrangement: GraphicsCase[] = (['float32', 'int32'] as const).flatMap((type): GraphicsCase[] => [
  [`concat ${type}`, (x, y) => tf.concat([x, y], 1), operand([12, 13], 0, 9, type), operand([12, 15], 0, 9, type)],
  [`slice ${type}`, (x) => tf.slice(x, [1, 0, 2], [1, -1, 2]), operand([7, 9, 5], 0, 9, type)],
  [`transpose ${type}`, (x) => tf.transpose(x, [2, 0, 1]), operand([7, 4, 9], 0, 9, type)],
  [`gather ${type}`, (x, i) => tf.gather(x, i, 1), operand([13, 14], 0, 9, type), operand([5], 0, 14, 'int32')],
  [`tile ${type}`, (x) => tf.tile(x, [1, 3]), operand([13, 14], 0, 9, type)],
  [`cast ${type}`, (x) => tf.cast(x, 'int32'), operand([3, 50], -3, 700, type)],
  [
    `where ${type}`,
    (c, x, y) => tf.where(c, x, y),
    operand([14, 1], 0, 2, 'bool'),
    operand([14, 15], 0, 9, type),
    operand([15], 0, 9, type),
  ],
]);

const others: GraphicsCase[] = [
  ['softmax', (x) => tf.softmax(x), operand([30, 15], -30, 30)],
  ['logSoftmax', (x) => tf.logSoftmax(x), operand([30, 15], -30, 30)],
  ['oneHot', (x) => tf.oneHot(x, 4, 2, -1), operand([30, 14], 0, 6, 'int32')],
  ['clipByValue int32', (x) => tf.clipByValue(x, -1, 2), operand([200], -5, 5, 'int32')],
  ['pow int32', (x, y) => tf.pow(x, y), operand([200], -9, 9, 'int32'), operand([200], 0, 4, 'int32')],
  ['sum of many', (x) => tf.sum(x), operand([700, 1000], 0, 1)],
  [
    'gradient of gather',
    (x, i) => tf.grad((t) => tf.sum(tf.square(tf.gather(t, i))))(x),
    operand([6, 30]),
    operand([9], 0, 6, 'int32'),
  ],
  [
    'gradient of batch normalisation',
    (x) =>
      tf.grad((t) => {
        const moments = tf.moments(t, [0, 1, 2]);
        return tf.sum(tf.tanh(tf.div(tf.sub(t, moments.mean), tf.sqrt(tf.add(moments.variance, 1e-3)))));
      })(x),
    operand([4, 7, 7, 5]),
  ],
];

// The gradients of what networks are made of.
const trained = ['BatchMatMul', 'Conv2D', 'Conv2DBackpropInput', 'DepthwiseConv2dNative', 'FusedBatchNorm', 'MaxPool'];
const gradients = [...trained, 'Pow', 'Softmax', 'Max'].flatMap((kernel) =>
  (kernelCases[kernel] ?? []).map(
    ({ inputs, f }, i): GraphicsCase => [
      `${kernel}, case ${i}`,
      (...xs) =>
        tf.concat1d(
          tf
            .grads((...ys) => {
              const y = f(...ys);
              return tf.mul(tf.sum(tf.mul(y, y)), 0.5);
            })(xs)
            .map((gradient) => tf.reshape(gradient, [-1])),
        ),
      ...inputs.map(({ shape, data }): Operand => ({ shape, dtype: 'float32', values: [...data] })),
    ],
  ),
);

/** By what they are about. */
export const graphicsCases: readonly (readonly [name: string, cases: readonly GraphicsCase[]])[] = [
  ['binary', binary],
  ['reductions', reductions],
  ['products', products],
  ['arrangement', arrangement],
  ['gradients', gradients],
  ['others', others],
];
