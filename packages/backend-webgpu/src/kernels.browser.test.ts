import { distance, type Operand, operand } from '@jensenjs/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { kernelCases } from '../../gradients/src/testing/cases.fixture';
import { evaluate } from './compare.fixture';
import type { WebgpuBackend } from './backend';
import { webgpu } from './webgpu';

type Operation = (...x: Tensor[]) => Tensor;
type Case = readonly [name: string, operation: Operation, ...operands: readonly Operand[]];

// Each is compared with tfjs's cpu backend.
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
    ([name, f]): Case => [
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
    ([name, f]): Case => [
      `${name} over ${String(axis)} of a logarithm`,
      (x) => f(log(x), axis),
      operand([7, 9, 5], 1, 2),
    ],
  ),
);

const products: Case[] = [
  ...[false, true].flatMap((transposeA) =>
    [false, true].map(
      (transposeB): Case => [
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

const arrangement: Case[] = (['float32', 'int32'] as const).flatMap((type): Case[] => [
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

// Faults of tfjs's own kernels.
const corrected: Case[] = [
  ...[
    [2, 3, 4],
    [2, 5, 4],
    [2, 2, 3, 2, 4],
  ].flatMap((shape): Case[] => [
    [`sum of int32 ${shape.join()}`, (x) => tf.sum(x, 1), operand(shape, -9, 9, 'int32')],
    [`mean of int32 ${shape.join()}`, (x) => tf.mean(x, [0, 2]), operand(shape, -9, 9, 'int32')],
    [`max of int32 ${shape.join()}`, (x) => tf.max(x, 0, true), operand(shape, -9, 9, 'int32')],
    [`any ${shape.join()}`, (x) => tf.any(x, 1), operand(shape, 0, 2, 'bool')],
    [`argMax of int32 ${shape.join()}`, (x) => tf.argMax(x, 1), operand(shape, -9, 9, 'int32')],
    [
      `transpose of cast int32 ${shape.join()}`,
      (x) => tf.transpose(tf.cast(x, 'float32')),
      operand(shape, -9, 9, 'int32'),
    ],
    [
      `where ${shape.join()}`,
      (x, y) => tf.where(tf.greater(x, y), x, y),
      operand(shape),
      operand([shape.at(-1) as number]),
    ],
    [
      `tile ${shape.join()}`,
      (x) =>
        tf.tile(
          x,
          shape.map((_, axis) => 1 + (axis % 2)),
        ),
      operand(shape),
    ],
    [`reverse ${shape.join()}`, (x) => tf.reverse(x, [0, -1]), operand(shape, -9, 9, 'int32')],
    [`sum with a vector ${shape.join()}`, (x, y) => tf.add(x, y), operand(shape), operand([shape.at(-1) as number])],
    [`atan2 ${shape.join()}`, (x, y) => tf.atan2(x, y), operand(shape), operand(shape.slice(1))],
    [`reverse exclusive cumsum ${shape.join()}`, (x) => tf.cumsum(x, 1, true, true), operand(shape)],
    [`reverse cumprod ${shape.join()}`, (x) => tf.cumprod(x, shape.length - 1, false, true), operand(shape)],
  ]),
  ['max of bool', (x) => tf.max(x, 0), operand([3, 40], 0, 2, 'bool')],
  ['argMin of a vector', (x) => tf.argMin(x), operand([50])],
  [
    'pad in rank 5',
    (x) =>
      tf.pad(
        x,
        [
          [1, 0],
          [0, 2],
          [1, 1],
          [0, 0],
          [2, 1],
        ],
        7,
      ),
    operand([2, 3, 2, 2, 3]),
  ],
  [
    'stridedSlice in rank 5',
    (x) => tf.stridedSlice(x, [0, 2, 0, 1, 0], [2, 0, 3, 2, 4], [1, -1, 2, 1, 3]),
    operand([2, 3, 3, 2, 4]),
  ],
  ['oneHot of infinity', (x) => tf.oneHot(x, 4, 0, -Infinity, 'float32'), operand([30], 0, 6, 'int32')],
  [
    'einsum of int32',
    (x, y) => tf.einsum('bij,bjk->bki', x, y),
    operand([2, 3, 4], -9, 9, 'int32'),
    operand([2, 4, 5], -9, 9, 'int32'),
  ],
  ['denseBincount', (x) => tf.denseBincount(x as Tensor2D, [] as never, 3), operand([6, 4], 0, 4, 'int32')],
  [
    'unsortedSegmentSum',
    (x, i) => tf.unsortedSegmentSum(x, i as tf.Tensor1D, 4),
    operand([9, 5]),
    operand([9], -1, 7, 'int32'),
  ],
  ['softmax with infinities', (x) => tf.softmax(tf.log(tf.relu(x))), operand([30, 4], -1, 1)],
  ['softmax of infinity', (x) => tf.softmax(tf.reciprocal(tf.relu(x))), operand([30, 4], -1, 1)],
  ['maxPool of huge numbers', (x) => tf.maxPool(tf.mul<Tensor4D>(x, -1e30), 2, 2, 'same'), operand([2, 5, 5, 3], 1, 2)],
  [
    'gradient of maxPool with ties',
    (x) =>
      tf.grad((y) =>
        tf.sum(tf.mul(tf.reshape(tf.range(0, 24), [2, 2, 2, 3]), tf.maxPool(y as Tensor4D, 2, 2, 'same'))),
      )(x),
    operand([2, 4, 4, 3], 0, 2, 'float32'),
  ],
  [
    'gradient of resizing one row',
    (x) => tf.grad((y) => tf.sum(tf.square(tf.image.resizeBilinear(y as Tensor4D, [4, 1], true))))(x),
    operand([1, 1, 3, 2]),
  ],
  [
    'second derivative of a depthwise convolution',
    (x, f) =>
      tf.grad((y) =>
        tf.sum(
          tf.square(tf.grad((z) => tf.sum(tf.square(tf.depthwiseConv2d(y as Tensor4D, z as Tensor4D, 1, 'same'))))(f)),
        ),
      )(x),
    operand([1, 5, 5, 2]),
    operand([3, 3, 2, 2]),
  ],
];

const others: Case[] = [
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
    ({ inputs, f }, i): Case => [
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

describe.each([
  ['binary', binary],
  ['reductions', reductions],
  ['products', products],
  ['arrangement', arrangement],
  ['gradients', gradients],
  ['corrected', corrected],
  ['others', others],
])('%s', (_, cases) => {
  test.each(cases.map((row) => [row[0], row] as const))('%s', async (_name, [, operation, ...operands]) => {
    const expected = await evaluate('cpu', operation, operands);
    const before = tf.memory().numTensors;
    expect(distance(expected, await evaluate('webgpu', operation, operands))).toBeLessThan(2e-5);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('scattered integers keep their last digits, products their axes', async () => {
  await webgpu().activate();
  const indices = tf.tensor2d([1, 1, 0], [3, 1], 'int32');
  const updates = tf.tensor1d([16_777_217, 16_777_217, 5], 'int32');
  expect(Array.from(await tf.scatterND(indices, updates, [3]).data())).toEqual([5, 33_554_434, 0]);
  expect(tf.prod(tf.tensor2d([1, 2, 3, 4], [2, 2]), 0, true).shape).toEqual([1, 2]);
});

test('more numbers than threads in a row', async () => {
  await webgpu().activate();
  const x = tf.range(0, 5_000_001, 1, 'int32');
  const y = await tf
    .tidy(() => tf.sub(tf.cast(tf.mod(x, tf.scalar(7, 'int32')), 'float32'), tf.relu(tf.cast(x, 'float32'))))
    .data();
  x.dispose();
  expect(y).toHaveLength(5_000_001);
  expect(y.every((value, i) => value === (i % 7) - i)).toBe(true);
});

test('bits that two integers share', async () => {
  await webgpu().activate();
  const [a, b] = [tf.tensor1d([12, -1, 2 ** 30 + 1], 'int32'), tf.tensor1d([10, 7, 2 ** 30 + 2], 'int32')];
  expect(Array.from(await tf.bitwiseAnd(a, b).data())).toEqual([8, 7, 2 ** 30]);
});

test('no kernel of ours keeps data or memory of the device', async () => {
  await webgpu().activate();
  const x = tf.add(tf.ones<tf.Rank.R2>([13, 21]), 1);
  const integers = tf.cast(x, 'int32');
  const round = (): void =>
    tf.tidy(() => {
      const y = tf.exp(x);
      tf.tanh(tf.pow(y, 1.5));
      tf.cumsum(y, 0, true, true);
      tf.softmax(y);
      tf.argMax(integers, 0);
      tf.sum(integers, 0);
      tf.max(tf.greater(integers, 1), 0);
      tf.einsum('ij,ij->j', integers, integers);
      tf.unsortedSegmentSum(y, tf.zeros([13], 'int32'), 3);
      const images = tf.reshape<tf.Rank.R4>(y, [13, 1, 21, 1]);
      tf.grad((z) => tf.maxPool(z as Tensor4D, 2, 2, 'same'))(images);
      tf.grad((z) => tf.image.resizeBilinear(z as Tensor4D, [3, 42], true))(images);
      tf.maxPoolWithArgmax(images, [1, 2], 2, 'same');
      tf.stridedSlice(tf.reshape(y, [13, 1, 7, 1, 3]), [0, 0, 6, 0, 0], [13, 1, 0, 1, 3], [2, 1, -1, 1, 2]);
    });
  const held = async (): Promise<readonly number[]> => {
    round();
    await tf.tidy(() => tf.add(x, 1)).data();
    const { numTensors, numBytes } = tf.memory();
    const { bufferManager } = tf.backend() as WebgpuBackend;
    const data = (tf.backend() as unknown as { numDataIds: () => number }).numDataIds();
    return [numTensors, numBytes, data, bufferManager.getNumUsedBuffers()];
  };
  await held();
  const before = await held();
  const after = await held();
  // Each time one tensor is made here to wait for the device.
  expect(after).toEqual([
    (before[0] as number) + 1,
    (before[1] as number) + 1092,
    (before[2] as number) + 1,
    expect.any(Number),
  ]);
  tf.dispose([x, integers]);
});
