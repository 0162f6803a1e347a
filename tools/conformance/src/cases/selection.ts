import * as tf from '@tensorflow/tfjs-core';
import type { Case, CaseInput } from '../case';

const layouts: readonly (readonly [number[], number])[] = [
  [[1], 0],
  [[6], 0],
  [[3, 4], 0],
  [[3, 4], -1],
  [[2, 3, 4], 1],
  [[2, 1, 3, 2], -2],
  [[2, 1, 2, 3, 2], 3],
];
const describe = (shape: readonly number[], axis: number): string => `[${shape.join(', ')}] along ${axis}`;
const int: Omit<CaseInput, 'shape'> = { dtype: 'int32' };

// tfjs itself takes running sums and products along an axis counted from the end for another shape.
const forward = layouts.map(([shape, axis]) => [shape, axis < 0 ? axis + shape.length : axis] as const);

const running = (['Cumsum', 'Cumprod'] as const).flatMap((kernel) =>
  forward.flatMap(([shape, axis]) =>
    [
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ].map(
      ([exclusive, reverse]): Case => ({
        name: `${kernel}: ${describe(shape, axis)}${exclusive ? ', exclusive' : ''}${reverse ? ', reverse' : ''}`,
        inputs: [{ shape }, { ...int, shape }],
        run: (...all) => all.map((x) => (kernel === 'Cumsum' ? tf.cumsum : tf.cumprod)(x, axis, exclusive, reverse)),
      }),
    ),
  ),
);

const positions = (
  [
    ['ArgMax', tf.argMax],
    ['ArgMin', tf.argMin],
  ] as const
).flatMap(([kernel, run]) =>
  layouts.map(
    ([shape, axis]): Case => ({
      name: `${kernel}: ${describe(shape, axis)}`,
      // Of float32 with gradient zero; of int32 with equal numbers, the first of which is meant.
      inputs: [{ shape }, { ...int, shape }, { shape, dtype: 'bool' }],
      run: (...all) => all.map((x) => run(x, axis)),
    }),
  ),
);

const largest = (
  [
    [[5], 1],
    [[5], 5],
    [[3, 4], 2],
    [[2, 1, 6], 3],
  ] as const
).map(
  ([shape, k]): Case => ({
    name: `TopK: ${k} of [${shape.join(', ')}]`,
    inputs: [{ shape }, { ...int, shape }],
    run: (...all) =>
      all.flatMap((x) => {
        const { values, indices } = tf.topk(x, k);
        return [values, indices];
      }),
    gradient: false,
  }),
);

const none = (): tf.Tensor1D => tf.tensor1d([], 'float32');
const counts: Case[] = (
  [
    [4, 3],
    [9, 5],
    [12, 6],
  ] as const
).flatMap(([n, size]): Case[] => [
  {
    name: `Bincount: ${n} into ${size}`,
    inputs: [{ ...int, shape: [n] }, { shape: [n] }],
    run: (x, weights) => [
      tf.bincount(x as tf.Tensor1D, none(), size),
      tf.bincount(x as tf.Tensor1D, weights as tf.Tensor1D, size),
    ],
    gradient: false,
  },
  {
    name: `DenseBincount: rows of ${n} into ${size}`,
    inputs: [{ ...int, shape: [3, n] }, { shape: [3, n] }, { ...int, shape: [n] }],
    run: (x, weights, flat) => [
      tf.denseBincount(x as tf.Tensor2D, tf.tensor2d([], [0, 0]), size),
      tf.denseBincount(x as tf.Tensor2D, weights as tf.Tensor2D, size),
      tf.denseBincount(x as tf.Tensor2D, tf.tensor2d([], [0, 0], 'int32'), size, true),
      tf.denseBincount(flat as tf.Tensor1D, none(), size),
    ],
    gradient: false,
  },
]);

export const selectionCases: readonly Case[] = [...running, ...positions, ...largest, ...counts];
