import { formatShape } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '../arrays';
import type { Case } from '../case';

const blocks: [readonly number[], number | number[], number | number[] | undefined][] = [
  [[5], [1], [3]],
  [[5], 2, undefined],
  [[4, 3], 1, 2],
  [
    [3, 4],
    [1, 1],
    [2, -1],
  ],
  [
    [2, 3, 4, 2],
    [0, 1, 2, 1],
    [2, 1, 2, 1],
  ],
  [
    [2, 3],
    [0, 0],
    [2, 3],
  ],
  [[2, 3, 4, 5, 2], [1], [1]],
];

const directions: [readonly number[], number | number[] | undefined][] = [
  [[], undefined],
  [[4], 0],
  [[3, 4], 1],
  [
    [3, 4],
    [-1, 0],
  ],
  [[2, 3, 1, 2], undefined],
  [[1, 3], 0],
];

interface Strided {
  readonly what: string;
  readonly shape: readonly number[];
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  /** Masks of begin, end, ellipsis, new axes and axes to drop. */
  readonly masks?: [number, number, number, number, number];
}

const strided: Strided[] = [
  { what: 'every second', shape: [7], begin: [1], end: [6], strides: [2] },
  { what: 'rows and columns', shape: [5, 6], begin: [0, 1], end: [5, 6], strides: [2, 3] },
  { what: 'negative ends', shape: [5, 6], begin: [-4, 0], end: [-1, -2], strides: [1, 2] },
  { what: 'backwards', shape: [5], begin: [3], end: [0], strides: [-1] },
  {
    what: 'backwards, to the first',
    shape: [5, 3],
    begin: [-1, 0],
    end: [0, 3],
    strides: [-2, 1],
    masks: [0, 1, 0, 0, 0],
  },
  { what: 'backwards, all', shape: [4, 3], begin: [0, 0], end: [0, 0], strides: [-1, -2], masks: [3, 3, 0, 0, 0] },
  { what: 'begin and end masked', shape: [4, 5], begin: [2, 2], end: [3, 3], strides: [1, 1], masks: [1, 2, 0, 0, 0] },
  { what: 'ellipsis', shape: [2, 3, 4], begin: [0, 1], end: [0, 3], strides: [1, 1], masks: [0, 0, 1, 0, 0] },
  { what: 'new axis', shape: [3, 4], begin: [0, 0, 1], end: [0, 2, 3], strides: [1, 1, 1], masks: [0, 0, 0, 1, 0] },
  { what: 'dropped axis', shape: [3, 4], begin: [1, 0], end: [2, 4], strides: [1, 1], masks: [0, 0, 0, 0, 1] },
  { what: 'dropped last', shape: [3, 4], begin: [0, -1], end: [3, 0], strides: [1, 1], masks: [0, 0, 0, 0, 2] },
  { what: 'fewer axes', shape: [4, 2, 3], begin: [1], end: [3], strides: [1] },
  { what: 'all', shape: [2, 3], begin: [0, 0], end: [2, 3], strides: [1, 1] },
  { what: 'beyond the ends', shape: [4], begin: [-9], end: [9], strides: [3] },
];

export const slicingCases: readonly Case[] = [
  ...blocks.map(
    ([shape, begin, size], i): Case => ({
      name: `Slice: ${formatShape(shape)} from ${[begin].flat().join()} by ${[size ?? 'all'].flat().join()}`,
      inputs: [{ shape }],
      run: (x) => tf.slice(tf.square(x), begin, size),
      second: i === 3,
    }),
  ),
  ...directions.map(
    ([shape, axis]): Case => ({
      name: `Reverse: ${formatShape(shape)} along ${[axis ?? 'all'].flat().join()}`,
      inputs: [{ shape }],
      run: (x) => tf.reverse(x, axis),
    }),
  ),
  ...strided.map(
    ({ what, shape, begin, end, strides, masks = [0, 0, 0, 0, 0] }): Case => ({
      name: `StridedSlice: ${what}`,
      inputs: [{ shape }],
      run: (x) => tf.stridedSlice(x, begin, end, strides, ...masks),
      gradient: false,
    }),
  ),
  ...(['int32', 'bool'] satisfies DataType[]).map(
    (dtype): Case => ({
      name: `slicing of ${dtype}`,
      inputs: [{ shape: [3, 4], dtype }],
      run: (x) => [tf.slice(x, [1, 1], [2, 2]), tf.reverse(x, 1), tf.stridedSlice(x, [0, 3], [3, 0], [2, -2])],
    }),
  ),
];
