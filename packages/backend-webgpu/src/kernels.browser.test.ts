import { distance, operand } from '@jensenjs/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { type GraphicsCase, productCases } from '../../../tools/testing/src/contracts/graphics-cases';
import { evaluate } from './compare.fixture';
import type { WebgpuBackend } from './backend';
import { webgpu } from './webgpu';

// Faults of tfjs's own kernels.
const corrected: GraphicsCase[] = [
  ...[
    [2, 3, 4],
    [2, 5, 4],
    [2, 2, 3, 2, 4],
  ].flatMap((shape): GraphicsCase[] => [
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

describe.each([
  ['products', productCases],
  ['corrected', corrected],
] as const)('%s', (_, cases) => {
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
