import { formatShape } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '../arrays';
import type { Case } from '../case';

const borders: [readonly number[], [number, number][], number][] = [
  [[3], [[1, 2]], 0],
  [
    [2, 3],
    [
      [0, 1],
      [2, 0],
    ],
    -1.5,
  ],
  [
    [1, 2, 3, 2],
    [
      [0, 0],
      [1, 1],
      [2, 1],
      [0, 0],
    ],
    0,
  ],
  [
    [2, 2],
    [
      [0, 0],
      [0, 0],
    ],
    3,
  ],
  [[2], [[1, 1]], Number.POSITIVE_INFINITY],
];

const mirrors: [readonly number[], [number, number][]][] = [
  [[4], [[2, 3]]],
  [
    [3, 4],
    [
      [1, 2],
      [0, 3],
    ],
  ],
  [
    [2, 3, 3, 2],
    [
      [0, 0],
      [2, 1],
      [1, 2],
      [0, 0],
    ],
  ],
  [
    [2, 2],
    [
      [0, 0],
      [0, 0],
    ],
  ],
];

export const paddingCases: readonly Case[] = [
  ...borders.map(
    ([shape, paddings, value], i): Case => ({
      name: `PadV2: ${formatShape(shape)} by ${paddings.join('; ')} with ${value}`,
      inputs: [{ shape }],
      run: (x) => tf.pad(tf.square(x), paddings, value),
      gradient: Number.isFinite(value),
      second: i === 1,
    }),
  ),
  ...(['reflect', 'symmetric'] as const).flatMap((mode) =>
    mirrors.map(
      ([shape, paddings], i): Case => ({
        name: `MirrorPad: ${mode}, ${formatShape(shape)} by ${paddings.join('; ')}`,
        inputs: [{ shape }],
        run: (x) => tf.mirrorPad(tf.square(x), paddings, mode),
        second: i === 1,
      }),
    ),
  ),
  ...(['int32', 'bool'] satisfies DataType[]).map(
    (dtype): Case => ({
      name: `padding of ${dtype}`,
      inputs: [{ shape: [2, 3], dtype }],
      run: (x) => [
        tf.pad(
          x,
          [
            [1, 0],
            [0, 2],
          ],
          1,
        ),
        tf.mirrorPad(
          x,
          [
            [1, 0],
            [1, 2],
          ],
          'reflect',
        ),
      ],
    }),
  ),
];
