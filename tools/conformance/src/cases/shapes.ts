import { formatShape } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '../arrays';
import type { Case } from '../case';

const types: DataType[] = ['float32', 'int32', 'bool'];

const reshapes: [readonly number[], number[]][] = [
  [[2, 3], [6]],
  [[6], [1, 2, 3]],
  [[1], []],
  [[], [1, 1]],
  [
    [2, 3, 4],
    [4, -1],
  ],
  [
    [2, 2],
    [2, 2],
  ],
];

const expansions: [readonly number[], number][] = [
  [[], 0],
  [[3], 1],
  [[2, 3], 0],
  [[2, 3], -1],
  [[2, 3, 1], -4],
];

const orders: [readonly number[], number[]][] = [
  [
    [2, 3],
    [1, 0],
  ],
  [
    [2, 3, 4],
    [2, 0, 1],
  ],
  [
    [2, 1, 4],
    [1, 0, 2],
  ],
  [
    [2, 3, 1, 4, 2],
    [4, 0, 2, 3, 1],
  ],
  [
    [2, 3],
    [0, 1],
  ],
];

const copies: [readonly number[], number[]][] = [
  [[], []],
  [[3], [2]],
  [
    [1, 3],
    [4, 1],
  ],
  [
    [2, 3],
    [3, 2],
  ],
  [
    [2, 1, 3],
    [1, 2, 2],
  ],
  [
    [1, 2, 1, 2, 2],
    [2, 1, 2, 1, 3],
  ],
  [
    [2, 2],
    [1, 1],
  ],
];

const broadcasts: [readonly number[], number[]][] = [
  [[], [2, 3]],
  [[3], [2, 3]],
  [
    [2, 1],
    [2, 3],
  ],
  [
    [1, 2, 1],
    [3, 2, 2],
  ],
];

export const shapeCases: readonly Case[] = [
  ...reshapes.map(
    ([shape, to], i): Case => ({
      name: `Reshape: ${formatShape(shape)} to ${formatShape(to)}`,
      inputs: [{ shape }],
      run: (x) => tf.reshape(tf.mul(x, x), to),
      second: i === 0,
    }),
  ),
  ...expansions.map(
    ([shape, axis]): Case => ({
      name: `ExpandDims: ${formatShape(shape)} at ${axis}`,
      inputs: [{ shape }],
      run: (x) => tf.expandDims(x, axis),
    }),
  ),
  ...orders.map(
    ([shape, perm]): Case => ({
      name: `Transpose: ${formatShape(shape)} by ${formatShape(perm)}`,
      inputs: [{ shape }],
      run: (x) => tf.transpose(x, perm),
    }),
  ),
  ...copies.map(
    ([shape, reps]): Case => ({
      name: `Tile: ${formatShape(shape)} by ${formatShape(reps)}`,
      inputs: [{ shape }],
      run: (x) => tf.tile(x, reps),
    }),
  ),
  ...broadcasts.map(
    ([shape, to]): Case => ({
      name: `BroadcastTo: ${formatShape(shape)} to ${formatShape(to)}`,
      inputs: [{ shape }, { shape: to }],
      run: (x, y) => tf.mul(tf.broadcastTo(x, to), y),
      second: true,
    }),
  ),
  ...types.slice(1).map(
    (dtype): Case => ({
      name: `shapes of ${dtype}`,
      inputs: [{ shape: [2, 3], dtype }],
      run: (x) => [
        tf.transpose(tf.tile(x, [2, 2])),
        tf.expandDims(tf.reshape(x, [6]), 1),
        tf.broadcastTo(x, [2, 2, 3]),
      ],
    }),
  ),
];
