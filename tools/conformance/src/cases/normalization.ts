import * as tf from '@tensorflow/tfjs-core';
import type { Case, CaseInput } from '../case';

/** Images and the statistics of their channels. */
interface Shapes {
  readonly x: readonly number[];
  readonly statistics: readonly number[];
  readonly second?: boolean;
}

const shapes: readonly Shapes[] = [
  { x: [2, 3, 4, 5], statistics: [5], second: true },
  { x: [4, 3], statistics: [3], second: true },
  { x: [6], statistics: [6] },
  { x: [2, 3, 4], statistics: [4] },
  { x: [2, 3, 2, 1], statistics: [1] },
];

const wide: readonly Shapes[] = [
  { x: [2, 3, 4, 5], statistics: [2, 3, 4, 5] },
  { x: [3, 2], statistics: [3, 2] },
];

const list = (numbers: number | readonly number[]): string => [numbers].flat().join(', ');

const positive = (shape: readonly number[]): CaseInput => ({ shape, from: (_, uniform) => 0.5 + uniform });

const normalization = (
  name: string,
  { x, statistics, second = false }: Shapes,
  others: readonly ('offset' | 'scale')[],
): Case => ({
  name: `FusedBatchNorm: [${list(x)}] by [${list(statistics)}], ${name}`,
  inputs: [{ shape: x }, { shape: statistics }, positive(statistics), ...others.map(() => ({ shape: statistics }))],
  run: (x, mean, variance, ...given) => {
    const other = (which: 'offset' | 'scale'): tf.Tensor1D | undefined =>
      given[others.indexOf(which)] as tf.Tensor1D | undefined;
    return tf.batchNorm(x, mean, variance, other('offset'), other('scale'), 0.01);
  },
  second,
});

const rank4 = { x: [2, 3, 2, 3], statistics: [3] };

export const normalizationCases: readonly Case[] = [
  ...[...shapes, ...wide].map((given) =>
    normalization('offset and scale', { ...given, second: false }, ['offset', 'scale']),
  ),
  ...shapes.map((given) => normalization('no offset, no scale', given, [])),
  normalization('offset only', rank4, ['offset']),
  normalization('scale only', { ...rank4, second: true }, ['scale']),
  {
    name: 'FusedBatchNorm: the usual epsilon',
    inputs: [{ shape: [2, 3, 2, 3] }, { shape: [3] }, { shape: [3], from: () => 0 }],
    run: (x, mean, variance) => tf.batchNorm(x, mean, variance),
    gradient: false,
  },
  {
    name: 'FusedBatchNorm: statistics [1, 1, 1, channels]',
    inputs: [{ shape: [2, 3, 2, 3] }, { shape: [1, 1, 1, 3] }, positive([1, 1, 1, 3])],
    run: (x, mean, variance) =>
      tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor4D, variance as tf.Tensor4D) as tf.Tensor,
    gradient: false,
  },
  {
    name: 'FusedBatchNorm: moments of the batch, as in training',
    inputs: [{ shape: [4, 3, 2, 3] }, { shape: [3] }, { shape: [3] }],
    run: (x, offset, scale) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return tf.batchNorm(x, mean, variance, tf.exp(offset as tf.Tensor1D), scale);
    },
    second: true,
  },
];
