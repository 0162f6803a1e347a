import { distance, type Operand, operand } from '@jensenjs/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { evaluate } from './compare.fixture';

type Row = readonly [name: string, operation: (...x: Tensor[]) => Tensor, ...operands: readonly Operand[]];

const five = operand([3, 2, 4, 3, 5]);
const six = operand([2, 3, 2, 4, 3, 2]);
const ties = operand([2, 7, 8, 3], 0, 2, 'int32');
const image: Operand = { ...ties, dtype: 'float32' };
const weighted = (y: Tensor): Tensor => tf.mul(y, tf.reshape(tf.cos(tf.range(0, y.size)), y.shape));

const rows: readonly Row[] = [
  [
    'pad five axes',
    (x) =>
      tf.pad(
        x,
        [
          [1, 0],
          [0, 0],
          [2, 1],
          [0, 3],
          [1, 1],
        ],
        7,
      ),
    five,
  ],
  [
    'pad six axes',
    (x) =>
      tf.pad(x, [
        [0, 0],
        [1, 0],
        [0, 0],
        [0, 2],
        [0, 0],
        [1, 1],
      ]),
    six,
  ],
  ['reverse five axes', (x) => tf.reverse(x, [1, -1]), five],
  ['reverse six axes', (x) => tf.reverse(x), six],
  ['tile six axes', (x) => tf.tile(x, [1, 2, 1, 1, 3, 2]), six],
  ['cumsum of five axes', (x) => tf.cumsum(x, 2, true, true), five],
  ['cumprod of six axes', (x) => tf.cumprod(x, 4), six],
  [
    'where of five axes',
    (c, x, y) => tf.where(c, x, y),
    operand(five.shape, 0, 2, 'bool'),
    five,
    operand(five.shape, 3, 4),
  ],
  [
    'steps through five axes',
    (x) => tf.stridedSlice(x, [0, 1, -1, 0, 4], [3, 2, 0, 3, 0], [2, 1, -2, 1, -1], 0, 4),
    five,
  ],
  ['backwards through six axes', (x) => tf.stridedSlice(x, [1, 0], [0, 3], [-1, 2], 0, 1), six],
  [
    'largest of windows with equal numbers, backwards',
    (x) => tf.grad((y) => tf.sum(weighted(tf.maxPool(y as Tensor4D, 3, 2, 'same'))))(x),
    image,
  ],
  [
    'dilation, backwards to the image',
    (x, f) => tf.grad((y) => tf.sum(weighted(tf.dilation2d(y as Tensor4D, f as tf.Tensor3D, 2, 'same', [2, 1]))))(x),
    operand([2, 7, 8, 3]),
    operand([3, 2, 3]),
  ],
  [
    'dilation, backwards to the filter',
    (x, f) => tf.grad((y) => tf.sum(weighted(tf.dilation2d(x as Tensor4D, y as tf.Tensor3D, 1, 'valid'))))(f),
    operand([2, 7, 8, 3]),
    operand([3, 2, 3]),
  ],
  [
    'enlarged images one pixel high, backwards',
    (x) => tf.grad((y) => tf.sum(weighted(tf.image.resizeBilinear(y as Tensor4D, [9, 12], true))))(x),
    operand([3, 1, 5, 4]),
  ],
  [
    'neighbours of images one pixel high, backwards',
    (x) => tf.grad((y) => tf.sum(weighted(tf.image.resizeNearestNeighbor(y as Tensor4D, [9, 12], true))))(x),
    operand([3, 1, 5, 4]),
  ],
  [
    'response normalisation, backwards',
    (x) => tf.grad((y) => tf.sum(weighted(tf.localResponseNormalization(y as Tensor4D, 2, 1, 0.5, 1))))(x),
    operand([3, 4, 5, 6]),
  ],
  ['one-hot of infinities', (x) => tf.oneHot(x, 3, 0, -Infinity), operand([200], 0, 5, 'int32')],
  [
    'the last update of a row',
    (x, i, y) => tf.tensorScatterUpdate(tf.neg(x), i, y),
    operand([5, 40]),
    operand([9, 1], 0, 5, 'int32'),
    operand([9, 40]),
  ],
];

const kept = (): [tensors: number, data: number] => [
  tf.memory().numTensors,
  (tf.backend() as unknown as { numDataIds: () => number }).numDataIds(),
];

test.each(rows.map((row) => [row[0], row] as const))('%s', async (_name, [, operation, ...operands]) => {
  const expected = await evaluate('cpu', operation, operands);
  expect(distance(expected, await evaluate('webgl', operation, operands))).toBeLessThan(2e-5);
  const before = kept();
  await evaluate('webgl', operation, operands);
  expect(kept()).toEqual(before);
});

test('places of the largest are whole numbers', async () => {
  const outcome = await evaluate('webgl', (x) => tf.maxPoolWithArgmax(x as Tensor4D, 2, 2, 'valid').indexes as Tensor, [
    operand([2, 12, 12, 2]),
  ]);
  expect(outcome.dtype).toBe('int32');
});

test('numbers that are none become zero in int32', async () => {
  const values = [Number.NaN, Infinity, -Infinity, 2.7, -2.7, ...new Array<number>(200).fill(1)];
  const { values: whole } = await evaluate('webgl', (x) => tf.cast(x, 'int32'), [
    { shape: [values.length], dtype: 'float32', values },
  ]);
  expect(whole.slice(0, 5)).toEqual([0, 0, 0, 2, -2]);
});
