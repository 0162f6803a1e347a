import { formatShape } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '../arrays';
import type { Case } from '../case';

const joins: [readonly (readonly number[])[], number][] = [
  [[[3], [2]], 0],
  [
    [
      [2, 3],
      [2, 1],
      [2, 4],
    ],
    1,
  ],
  [
    [
      [2, 3],
      [1, 3],
    ],
    -2,
  ],
  [
    [
      [1, 2, 3, 2],
      [1, 2, 3, 1],
    ],
    -1,
  ],
];

const splits: [readonly number[], number | number[], number][] = [
  [[6], 3, 0],
  [[2, 6], [1, 2, 3], 1],
  [[2, 6], [4, -1], -1],
  [[3, 2, 2], 1, 0],
  [[2, 4, 1, 3], 2, 1],
];

const stacks: [readonly number[], number, number][] = [
  [[], 3, 0],
  [[2], 2, 1],
  [[2, 3], 2, -1],
  [[2, 3], 1, 0],
  [[2, 1, 3], 4, 2],
];

const unstacks: [readonly number[], number][] = [
  [[3], 0],
  [[2, 3], 1],
  [[2, 3, 4], -2],
  [[1, 3], 0],
];

const reversed = (tensors: tf.Tensor[]): tf.Tensor[] => [...tensors].reverse();

export const joiningCases: readonly Case[] = [
  ...joins.map(
    ([shapes, axis], i): Case => ({
      name: `Concat: ${shapes.map(formatShape).join(' and ')} along ${axis}`,
      inputs: shapes.map((shape) => ({ shape })),
      run: (...xs) => tf.concat(xs.map(tf.square), axis),
      second: i === 1,
    }),
  ),
  ...splits.map(
    ([shape, parts, axis], i): Case => ({
      name: `SplitV: ${formatShape(shape)} into ${[parts].flat().join()} along ${axis}`,
      inputs: [{ shape }],
      run: (x) => tf.split(tf.square(x), parts, axis),
      second: i === 1,
    }),
  ),
  ...stacks.map(
    ([shape, count, axis]): Case => ({
      name: `Pack: ${count} of ${formatShape(shape)} along ${axis}`,
      inputs: Array.from({ length: count }, () => ({ shape })),
      run: (...xs) => tf.stack(xs, axis),
    }),
  ),
  ...unstacks.map(
    ([shape, axis]): Case => ({
      name: `Unpack: ${formatShape(shape)} along ${axis}`,
      inputs: [{ shape }],
      run: (x) => reversed(tf.unstack(x, axis)),
    }),
  ),
  ...(['int32', 'bool'] satisfies DataType[]).map(
    (dtype): Case => ({
      name: `joining of ${dtype}`,
      inputs: [
        { shape: [2, 3], dtype },
        { shape: [2, 3], dtype },
      ],
      run: (a, b) => [tf.concat([a, b, a], 1), tf.stack([a, b], 1), ...tf.split(a, [1, 2], 1), ...tf.unstack(b)],
    }),
  ),
  {
    name: 'Concat: with nothing',
    inputs: [{ shape: [2, 3] }],
    run: (x) => tf.concat([x, tf.zeros([0, 3])]),
    gradient: false,
  },
];
