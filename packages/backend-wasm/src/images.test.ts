import { distance, type Operand, operand } from '@jensenjs/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { evaluate } from './compare.fixture';

// What networks on images use besides convolutions, with its gradients, against tfjs's cpu backend.
type Case = readonly [name: string, operation: (...x: Tensor[]) => Tensor, ...operands: readonly Operand[]];

const image = operand([2, 5, 6, 3]);
const negative = operand([2, 5, 6, 3], -3, -1);
const even = operand([2, 4, 6, 9]);
const ties = operand([2, 5, 6, 3], 0, 3, 'int32');
const windows = [
  [2, 2, 'valid'],
  [2, 2, 'same'],
  [[3, 2], [1, 2], 'same'],
  [3, 1, 'same'],
  [2, 3, 'valid'],
  [1, 1, 'valid'],
] as const;

const pools = windows.flatMap(([size, strides, pad]): Case[] => {
  const label = `window ${String(size)}, strides ${String(strides)}, ${pad}`;
  const maximum = (x: Tensor): Tensor => tf.maxPool(x as Tensor4D, size as number, strides as number, pad);
  return [
    [`maxPool, ${label}`, maximum, image],
    [`maxPool of negative numbers, ${label}`, maximum, negative],
    [`maxPool of equal numbers, ${label}`, maximum, { ...ties, dtype: 'float32' }],
    [`avgPool, ${label}`, (x) => tf.avgPool(x as Tensor4D, size as number, strides as number, pad), image],
  ];
});
const resizes = (['resizeNearestNeighbor', 'resizeBilinear'] as const).flatMap((name): Case[] => [
  [`${name} to a multiple`, (x) => tf.image[name](x as Tensor4D, [10, 18]), image],
  [`${name} to more`, (x) => tf.image[name](x as Tensor4D, [7, 9], false, true), operand([1, 5, 6, 3])],
]);
const others: Case[] = [
  ['leakyRelu', (x) => tf.leakyRelu(x, 0.2), image],
  ['relu', (x) => tf.relu(x), image],
  ['prelu', (x, slopes) => tf.prelu(x, slopes), image, operand([3], 0, 1)],
  [
    'batchNorm',
    (x, mean, variance, offset, scale) =>
      tf.batchNorm(
        x as Tensor4D,
        mean as tf.Tensor1D,
        variance as tf.Tensor1D,
        offset as tf.Tensor1D,
        scale as tf.Tensor1D,
        0.01,
      ),
    even,
    operand([9]),
    operand([9], 0.1, 2),
    operand([9]),
    operand([9]),
  ],
  [
    'batchNorm by the moments of the batch',
    (x) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return tf.batchNorm(x as Tensor4D, mean as tf.Tensor1D, variance as tf.Tensor1D);
    },
    operand([4, 4, 6, 9], 100, 102),
  ],
  ['upsampling by reshape and tile', (x) => tf.tile(tf.reshape(x, [8, 1, 6, 9]), [1, 2, 1, 1]), even],
  [
    'pad',
    (x) =>
      tf.pad(x, [
        [0, 0],
        [1, 2],
        [0, 1],
        [0, 0],
      ]),
    image,
  ],
  [
    'mirrorPad',
    (x) =>
      tf.mirrorPad(
        x,
        [
          [0, 0],
          [1, 2],
          [0, 1],
          [0, 0],
        ],
        'reflect',
      ),
    image,
  ],
  ['concat of channels', (x, y) => tf.concat([x, y], 3), image, operand([2, 5, 6, 2])],
  ['globalPool', (x) => tf.mean(x, [1, 2]), image],
];

describe.each([
  ['pools', pools],
  ['resizes', resizes],
  ['others', others],
])('%s', (_, cases) => {
  test.each(cases.map((row) => [row[0], row] as const))('%s', async (_name, [, operation, ...operands]) => {
    const expectSame = async (f: (...x: Tensor[]) => Tensor): Promise<void> => {
      const expected = await evaluate('cpu', f, operands);
      const before = tf.memory().numTensors;
      expect(distance(expected, await evaluate('wasm', f, operands))).toBeLessThan(5e-5);
      expect(tf.memory().numTensors).toBe(before);
    };
    await expectSame(operation);
    for (const which of operands.keys())
      await expectSame((...x) => tf.grads((...y) => tf.sum(tf.sin(operation(...y))))(x)[which] as Tensor);
  });
});

describe('sums', () => {
  // Whole numbers, whose sum is exact in any order; counts of rows on both sides of powers of two.
  test.each([
    [[1023, 17], 0],
    [[1025, 17], 0],
    [
      [4, 16, 32, 8],
      [0, 1, 2],
    ],
    [[3, 50, 100], 0],
    [[2, 3, 4], 1],
    [[6, 1, 7], 1],
    [[1, 20_000], 0],
    [
      [5, 4, 3, 2],
      [0, 2],
    ],
  ])('%j over %j', async (shape, axis) => {
    const whole: Operand = { ...operand(shape, -9, 9, 'int32'), dtype: 'float32' };
    for (const keepDims of [false, true]) {
      const expected = await evaluate('cpu', (x) => tf.sum(x, axis, keepDims), [whole]);
      expect(await evaluate('wasm', (x) => tf.sum(x, axis, keepDims), [whole])).toEqual(expected);
      const mean = await evaluate('cpu', (x) => tf.mean(x, axis, keepDims), [whole]);
      expect(distance(mean, await evaluate('wasm', (x) => tf.mean(x, axis, keepDims), [whole]))).toBeLessThan(1e-6);
    }
  });
});

describe('tile', () => {
  test.each([
    [[3], [4]],
    [
      [2, 3],
      [1, 3],
    ],
    [
      [2, 3],
      [3, 1],
    ],
    [
      [2, 3, 1],
      [2, 3, 5],
    ],
    [
      [1, 1, 4],
      [3, 2, 1],
    ],
    [
      [2, 2, 2, 2],
      [2, 1, 3, 2],
    ],
    [
      [2, 0],
      [2, 2],
    ],
    [
      [2, 3],
      [0, 2],
    ],
  ])('%j by %j', async (shape, reps) => {
    for (const dtype of ['float32', 'int32', 'bool'] as const) {
      const x = operand(shape, 0, 99, dtype);
      const expected = await evaluate('cpu', (t) => tf.tile(t, reps), [x]);
      expect(await evaluate('wasm', (t) => tf.tile(t, reps), [x])).toEqual(expected);
    }
  });
});
