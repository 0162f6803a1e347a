import { type Operand, operand } from '@jensenjs/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

type Operation = (...x: Tensor[]) => Tensor;
/** An operation on graphics hardware, to be compared with tfjs's cpu backend. */
export type GraphicsCase = readonly [name: string, operation: Operation, ...operands: readonly Operand[]];

const image = operand([3, 9, 9, 3], 1, 2);
const filter = operand([3, 3, 3, 5], 1, 2);
const pixel = operand([1, 1, 3, 5], 1, 2);
const transposed = operand([3, 3, 5, 3], 1, 2);
const reciprocal = (x: Tensor): Tensor4D => tf.div(1, x);
const { log } = tf;

// What the kernels before them leave in the unused places of textures must not count.
/** Products and convolutions with odd sides, of numbers that leave their traces in the padding of textures. */
export const productCases: readonly GraphicsCase[] = [
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
