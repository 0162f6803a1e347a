import { distance, type Operand, operand } from '@jensenjs/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { evaluate } from './compare.fixture';
import { wasm } from './wasm';

type Operation = (...x: Tensor[]) => Tensor;
type Case = readonly [name: string, operation: Operation, ...operands: readonly Operand[]];

// What eager training of dense models runs: each is compared with tfjs's cpu backend.
const types = ['float32', 'int32', 'bool'] as const;
const shapes = [
  [
    [4, 5],
    [4, 5],
  ],
  [[4, 5], [5]],
  [[5], [4, 5]],
  [
    [4, 5],
    [4, 1],
  ],
  [
    [4, 1],
    [1, 5],
  ],
  [[4, 5], []],
  [
    [2, 3, 4],
    [3, 1],
  ],
  [
    [2, 1, 4],
    [1, 3, 1],
  ],
  [
    [2, 3, 1, 5],
    [3, 4, 1],
  ],
  [[0, 3], [3]],
] as const;

const label = (name: string, ...operands: readonly (readonly number[])[]): string =>
  [name, ...operands.map((shape) => JSON.stringify(shape))].join(' ');

const { neg, abs, exp, expm1, sigmoid, tanh, softplus, relu, relu6, elu, selu, leakyRelu, erf, square } = tf;
const { reciprocal, sign, step, floor, round, isNaN, isFinite, logSigmoid, log, log1p, sqrt, rsqrt } = tf;
const unary = [
  ...Object.entries({ neg, abs, exp, expm1, sigmoid, tanh, softplus, relu, relu6, elu, selu, leakyRelu, erf, square }),
  ...Object.entries({ reciprocal, sign, step, floor, round, isNaN, isFinite, logSigmoid }),
].map(([name, operation]): Case => [name, (x) => operation(x), operand([2, 3, 7], -3, 3)]);
const positive = Object.entries({ log, log1p, sqrt, rsqrt }).map(
  ([name, operation]): Case => [name, (x) => operation(x), operand([2, 3, 7], 0.1, 9)],
);
const { add, sub, mul, div, maximum, minimum, squaredDifference, mod, greater, lessEqual, equal } = tf;
const binary = shapes.flatMap(([a, b]) => [
  ...Object.entries({ add, sub, mul, div, maximum, minimum, squaredDifference, mod, greater, lessEqual, equal }).map(
    ([name, operation]): Case => [label(name, a, b), (x, y) => operation(x, y), operand(a), operand(b)],
  ),
  [label('pow', a, b), (x, y) => tf.pow(x, y), operand(a, 0.1, 3), operand(b)] as Case,
]);
const { sum, mean, max, min, prod, logSumExp } = tf;
const reductions = [undefined, 0, 1, 2, [0, 1], [0, 2], [1, 2]].flatMap((axis) =>
  [false, true].flatMap((keepDims) =>
    Object.entries({ sum, mean, max, min, prod, logSumExp }).map(
      ([name, operation]): Case => [
        `${name} over ${String(axis)} ${keepDims}`,
        (x) => operation(x, axis, keepDims),
        operand([3, 4, 5]),
      ],
    ),
  ),
);
const arrangement: Case[] = types.flatMap((type): Case[] => [
  [`tile ${type}`, (x) => tf.tile(x, [1, 2, 3]), operand([2, 3, 2], 0, 9, type)],
  [`concat ${type}`, (x, y) => tf.concat([x, y], 1), operand([2, 3], 0, 9, type), operand([2, 5], 0, 9, type)],
  [`split ${type}`, (x) => tf.split(x, [1, 3], 1)[1] as Tensor, operand([2, 4], 0, 9, type)],
  [`slice ${type}`, (x) => tf.slice(x, [1, 0, 2], [1, -1, 2]), operand([3, 4, 5], 0, 9, type)],
  [`stridedSlice ${type}`, (x) => tf.stridedSlice(x, [0, 1], [3, 5], [2, 2]), operand([3, 5], 0, 9, type)],
  [`reverse ${type}`, (x) => tf.reverse(x, [0, 1]), operand([3, 4], 0, 9, type)],
  [
    `pad ${type}`,
    (x) =>
      tf.pad(
        x,
        [
          [1, 2],
          [0, 1],
        ],
        1,
      ),
    operand([3, 4], 0, 9, type),
  ],
  [`transpose ${type}`, (x) => tf.transpose(x, [2, 0, 1]), operand([3, 4, 5], 0, 9, type)],
  [`broadcastTo ${type}`, (x) => tf.broadcastTo(x, [4, 3, 5]), operand([3, 1], 0, 9, type)],
  [`gather ${type}`, (x, i) => tf.gather(x, i, 1), operand([3, 4, 2], 0, 9, type), operand([5], 0, 4, 'int32')],
  [
    `gather with a batch ${type}`,
    (x, i) => tf.gather(x, i, 1, 1),
    operand([3, 5, 2], 0, 9, type),
    operand([3, 4], 0, 5, 'int32'),
  ],
  [
    `gather with a batch, later axis ${type}`,
    (x, i) => tf.gather(x, i, 2, 1),
    operand([3, 2, 5], 0, 9, type),
    operand([3, 4], 0, 5, 'int32'),
  ],
  [
    `where ${type}`,
    (c, x, y) => tf.where(c, x, y),
    operand([4, 1], 0, 2, 'bool'),
    operand([4, 5], 0, 9, type),
    operand([5], 0, 9, type),
  ],
  ...types.map((to): Case => [`cast ${type} to ${to}`, (x) => tf.cast(x, to), operand([3, 50], -1, 700, type)]),
]);
const others: Case[] = [
  ['sum over nothing', (x) => tf.sum(x, 0), operand([0, 3])],
  ['sum of nothing', (x) => tf.sum(x, 0), operand([3, 0])],
  ['softmax', (x) => tf.softmax(x), operand([3, 5], -30, 30)],
  ['logSoftmax', (x) => tf.logSoftmax(x), operand([3, 5], -30, 30)],
  ['cumsum', (x) => tf.cumsum(x, 1, true, true), operand([3, 4, 5])],
  ['addN', (...x) => tf.addN(x), operand([3, 4]), operand([3, 4]), operand([3, 4])],
  ['oneHot', (x) => tf.oneHot(x, 4, 2, -1), operand([3, 4], 0, 6, 'int32')],
  ['clipByValue', (x) => tf.clipByValue(x, -1, 0.5), operand([3, 40])],
  ['clipByValue int32', (x) => tf.clipByValue(x, -1, 2), operand([3, 4], -5, 5, 'int32')],
  ['reciprocal int32', (x) => tf.reciprocal(x), operand([9], 1, 4, 'int32')],
  ['prelu', (x, y) => tf.prelu(x, y), operand([4, 5]), operand([4, 1])],
  ['argMax', (x) => tf.argMax(x, 1), operand([3, 4])],
  ['moments', (x) => tf.moments(x, [0]).variance, operand([9, 4])],
  [
    'batchNorm',
    (x, m, v, o, s) => tf.batchNorm(x, m, v, o, s, 1e-3),
    operand([4, 5]),
    operand([5]),
    operand([5], 0.1, 2),
    operand([5]),
    operand([5]),
  ],
  [
    'gradient of gather',
    (x, i) => tf.grad((t) => tf.sum(tf.square(tf.gather(t, i))))(x),
    operand([6, 3]),
    operand([9], 0, 6, 'int32'),
  ],
  [
    'gradient of batch normalisation',
    (x) =>
      tf.grad((t) => {
        const { mean, variance } = tf.moments(t, [0]);
        return tf.sum(tf.tanh(tf.div(tf.sub(t, mean), tf.sqrt(tf.add(variance, 1e-3)))));
      })(x),
    operand([9, 5]),
  ],
  [
    'unsortedSegmentSum',
    (x, i) => tf.unsortedSegmentSum(x, i as never, 4),
    operand([7, 2, 3]),
    operand([7], -1, 5, 'int32'),
  ],
];

describe.each([
  ['unary', [...unary, ...positive]],
  ['binary', binary],
  ['reductions', reductions],
  ['arrangement', arrangement],
  ['others', others],
])('%s', (_, cases) => {
  test.each(cases.map((row) => [row[0], row] as const))('%s', async (_name, [, operation, ...operands]) => {
    const expected = await evaluate('cpu', operation, operands);
    const before = tf.memory().numTensors;
    expect(distance(expected, await evaluate('wasm', operation, operands))).toBeLessThan(1e-5);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('no kernel of ours keeps data', async () => {
  await wasm().activate();
  const x = tf.tensor([1, -2, 3, 0.5], [2, 2]);
  const i = tf.tensor([1, 0, 1, 1], [2, 2], 'int32');
  const round = (): void =>
    tf.tidy(() => {
      tf.log1p(x);
      tf.prelu(x, tf.tensor([0.1, 0.2], [2, 1]));
      tf.clipByValue(x, 0, 1);
      tf.clipByValue(i, 0, 1);
      tf.cast(x, 'bool');
      tf.reverse(tf.cast(i, 'bool'));
      tf.stridedSlice(tf.cast(i, 'bool'), [0, 0], [2, 2]);
      tf.reciprocal(i);
      tf.gather(x, i, 1, 1);
      tf.unsortedSegmentSum(x, tf.tensor1d([0, 1], 'int32'), 3);
    });
  const data = (): number => (tf.backend() as unknown as { numDataIds: () => number }).numDataIds();
  round();
  const before = data();
  round();
  expect(data()).toBe(before);
});

test('NaN is not hidden', async () => {
  await wasm().activate();
  const x = tf.tensor1d([Number.NaN, 1, -1]);
  for (const y of [
    tf.clipByValue(x, 0, 1),
    tf.maximum(x, 0),
    tf.minimum(x, 0),
    tf.relu(x),
    tf.relu6(x),
    tf.max(x),
    tf.sum(x),
  ])
    expect((await y.data())[0]).toBeNaN();
});

test.each(['linear', 'relu', 'relu6', 'sigmoid', 'elu'] as const)(
  'NaN is not hidden by a fused %s',
  async (activation) => {
    await wasm().activate();
    const [a, b] = [tf.tensor2d([[Number.NaN, 1]]), tf.ones<tf.Rank.R2>([2, 1])];
    expect((await tf.fused.matMul({ a, b, activation }).data())[0]).toBeNaN();
  },
);

test.each(Object.entries({ sum: tf.sum, mean: tf.mean, prod: tf.prod, max: tf.max, min: tf.min }))(
  '%s over no elements',
  async (_, reduce) => {
    // Memory that was used before, so that what is left unwritten shows.
    const used = operand([64], 1, 9);
    for (const dtype of ['float32', 'int32'] as const)
      for (const axis of [undefined, 1]) {
        await evaluate('wasm', (x) => tf.neg(x), [used]);
        const empty = operand([3, 0], 0, 1, dtype);
        const expected = await evaluate('cpu', (x) => reduce(x, axis), [empty]);
        expect(await evaluate('wasm', (x) => reduce(x, axis), [empty])).toEqual(expected);
      }
  },
);

test('integers are finite', async () => {
  await wasm().activate();
  const x = tf.tensor1d([-1, 0, 5], 'int32');
  expect([...(await tf.isNaN(x).data())]).toEqual([0, 0, 0]);
  expect([...(await tf.isInf(x).data())]).toEqual([0, 0, 0]);
  expect([...(await tf.isFinite(x).data())]).toEqual([1, 1, 1]);
});

test('a bad index is refused', async () => {
  await wasm().activate();
  expect(() => tf.gather(tf.ones([2, 3]), tf.tensor2d([[0], [3]], [2, 1], 'int32'), 1, 1)).toThrow(
    'index 3 is not in [0, 2]',
  );
});
