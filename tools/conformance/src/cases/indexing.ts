import { formatShape } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '../arrays';
import type { Case, CaseInput } from '../case';

/** Indices below `size`; some occur twice. */
const below = (size: number, shape: readonly number[]): CaseInput => ({
  shape,
  dtype: 'int32',
  from: (_, uniform) => Math.floor(size * uniform),
});

interface Gather {
  readonly x: readonly number[];
  readonly indices: readonly number[];
  readonly axis: number;
  readonly batchDims?: number;
}

const gathers: Gather[] = [
  { x: [5], indices: [3], axis: 0 },
  { x: [5, 3], indices: [7], axis: 0 },
  { x: [3, 4], indices: [], axis: 1 },
  { x: [2, 5, 3], indices: [2, 2], axis: 1 },
  { x: [2, 3, 4], indices: [3], axis: -1 },
  { x: [2, 4, 1, 3], indices: [1, 3, 2], axis: 1 },
];

const batched: Gather[] = [
  { x: [3, 4], indices: [3, 2], axis: 1, batchDims: 1 },
  { x: [3, 4, 2], indices: [3], axis: 1, batchDims: 1 },
  { x: [2, 3, 5, 2], indices: [2, 4], axis: 2, batchDims: 1 },
  { x: [2, 3, 4, 2], indices: [2, 3, 2, 2], axis: 2, batchDims: 2 },
  { x: [2, 3, 4], indices: [2, 3], axis: 1, batchDims: -1 },
];

/** Rows of coordinates below these sizes. */
const coordinates = (sizes: readonly number[], rows: readonly number[]): CaseInput => ({
  shape: [...rows, sizes.length],
  dtype: 'int32',
  from: (i, uniform) => Math.floor((sizes[i % sizes.length] ?? 1) * uniform),
});

const gatherNds: [readonly number[], CaseInput][] = [
  [[5], coordinates([5], [3])],
  [[3, 4], coordinates([3, 4], [5])],
  [[3, 4, 2], coordinates([3, 4], [2, 3])],
  [[3, 4], coordinates([3], [])],
  [[2, 3, 2, 4], coordinates([2, 3, 2, 4], [1, 2, 3])],
];

interface OneHot {
  readonly shape: readonly number[];
  readonly depth: number;
  readonly on?: number;
  readonly off?: number;
  readonly dtype?: DataType;
}

const oneHots: OneHot[] = [
  { shape: [5], depth: 5 },
  { shape: [], depth: 3, dtype: 'float32' },
  { shape: [2, 3], depth: 4, on: 0.9, off: 0.1, dtype: 'float32' },
  { shape: [2, 1, 3], depth: 6, on: 3, off: -1 },
  { shape: [4], depth: 4, dtype: 'bool' },
  { shape: [4], depth: 4, on: 0, off: 1, dtype: 'bool' },
  { shape: [3], depth: 4, on: 0, off: Number.NEGATIVE_INFINITY, dtype: 'float32' },
];

const gather = ({ x, indices, axis, batchDims = 0 }: Gather, dtype: DataType = 'float32'): Case => ({
  name: `GatherV2: ${formatShape(x)} at ${formatShape(indices)} along ${axis}, ${batchDims} shared, ${dtype}`,
  inputs: [{ shape: x, dtype }, below(x.at(axis) ?? 1, indices)],
  run: (values, at) => tf.gather(values, at, axis, batchDims),
});

export const indexingCases: readonly Case[] = [
  ...gathers.map((g) => gather(g)),
  ...batched.map((g) => ({ ...gather(g), gradient: (g.batchDims ?? 0) >= 0 })),
  ...(['int32', 'bool'] satisfies DataType[]).flatMap((dtype) =>
    [...gathers.slice(3, 4), ...batched.slice(2, 3)].map((g) => gather(g, dtype)),
  ),
  {
    name: 'GatherV2: at constants, twice differentiated',
    inputs: [{ shape: [4, 3] }],
    run: (x) => tf.gather(tf.square(x), tf.tensor1d([2, 0, 2, 3], 'int32')),
    second: true,
  },
  ...gatherNds.map(
    ([shape, indices]): Case => ({
      name: `GatherNd: ${formatShape(shape)} at ${formatShape(indices.shape)}`,
      inputs: [{ shape }, indices],
      run: (x, at) => tf.gatherND(x, at),
      gradient: false,
    }),
  ),
  ...oneHots.map(
    ({ shape, depth, on, off, dtype }): Case => ({
      name: `OneHot: ${formatShape(shape)} in ${depth}, ${on ?? 1} or ${off ?? 0}, ${dtype ?? 'int32'}`,
      inputs: [{ shape, dtype: 'int32', from: (i, uniform) => (i === 0 ? 1 : Math.floor((depth + 2) * uniform) - 1) }],
      run: (indices) => tf.oneHot(indices, depth, on, off, dtype),
    }),
  ),
  {
    name: 'OneHot: weighs differentiable numbers',
    inputs: [{ shape: [3, 4] }, below(4, [3])],
    run: (x, indices) => tf.mul(x, tf.oneHot(indices, 4, 1, 0, 'float32')),
  },
];
