import { formatShape } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '../arrays';
import type { Case, CaseInput } from '../case';

/** `rows` coordinates into dimensions of these sizes: some equal, or all different. */
const coordinates = (rows: number, sizes: readonly number[], isDistinct = false): CaseInput => {
  const size = sizes.reduce((a, b) => a * b, 1);
  const strides = [...tf.util.computeStrides([...sizes]), 1];
  return {
    shape: [rows, sizes.length],
    dtype: 'int32',
    from: (i, uniform) => {
      const axis = i % sizes.length;
      if (!isDistinct) return Math.floor((sizes[axis] ?? 1) * uniform);
      const place = (7 * Math.floor(i / sizes.length) + 3) % size;
      return Math.floor(place / (strides[axis] ?? 1)) % (sizes[axis] ?? 1);
    },
  };
};

interface Scatter {
  /** What indices choose among. */
  readonly sizes: readonly number[];
  readonly slice: readonly number[];
  readonly rows: number;
}

const scatters: Scatter[] = [
  { sizes: [5], slice: [], rows: 3 },
  { sizes: [4], slice: [3], rows: 6 },
  { sizes: [3, 4], slice: [], rows: 5 },
  { sizes: [3, 2], slice: [2, 2], rows: 4 },
];

const title = ({ sizes, slice, rows }: Scatter): string =>
  `${rows} of ${formatShape(slice)} into ${formatShape(sizes)}`;

interface Segments {
  readonly x: readonly number[];
  readonly segments: number;
  readonly dtype?: DataType;
}

const segments: Segments[] = [
  { x: [6], segments: 3 },
  { x: [7, 4], segments: 5 },
  { x: [5, 2, 3], segments: 1 },
  { x: [9, 3], segments: 300 },
  { x: [6], segments: 257 },
  { x: [5, 2], segments: 3, dtype: 'int32' },
  { x: [5, 2], segments: 300, dtype: 'int32' },
];

export const scatterCases: readonly Case[] = [
  ...scatters.flatMap((scatter): Case[] => {
    const { sizes, slice, rows } = scatter;
    const shape = [...sizes, ...slice];
    return [
      {
        name: `ScatterNd: ${title(scatter)}`,
        inputs: [coordinates(rows, sizes), { shape: [rows, ...slice] }],
        run: (indices, updates) => tf.scatterND(indices, updates, shape),
        gradient: false,
      },
      {
        name: `TensorScatterUpdate: ${title(scatter)}`,
        inputs: [{ shape }, coordinates(rows, sizes, true), { shape: [rows, ...slice] }],
        // Eagerly, tfjs writes into its input.
        run: (x, indices, updates) => tf.tensorScatterUpdate(tf.neg(x), indices, updates),
        gradient: false,
      },
    ];
  }),
  ...(['int32', 'bool'] satisfies DataType[]).map(
    (dtype): Case => ({
      name: `scattering of ${dtype}`,
      inputs: [
        { shape: [4, 2], dtype },
        coordinates(3, [4], true),
        { shape: [3, 2], dtype },
        { shape: [3, 2], dtype: 'int32', from: (i) => 2 ** 24 + i },
      ],
      run: (x, indices, updates, large) => [
        tf.tensorScatterUpdate(tf.concat([x, x]), indices, updates),
        tf.scatterND(tf.zerosLike(indices), large, [4, 2]),
      ],
    }),
  ),
  {
    name: 'SparseToDense: one value for all',
    inputs: [coordinates(3, [3, 4], true), { shape: [] }],
    run: (indices, value) => tf.sparseToDense(indices, value, [3, 4], -1),
    gradient: false,
  },
  {
    name: 'SparseToDense: flat indices',
    inputs: [{ shape: [3], dtype: 'int32', from: (i) => 2 * i }, { shape: [3] }],
    run: (indices, values) => tf.sparseToDense(indices, values, [6]),
    gradient: false,
  },
  {
    name: 'SparseToDense: one index, and a default that is an input',
    inputs: [{ shape: [], dtype: 'int32' }, { shape: [] }, { shape: [] }],
    run: (index, value, fallback) => tf.sparseToDense(index, value, [5], fallback as tf.Scalar),
    gradient: false,
  },
  ...segments.map(
    ({ x, segments: count, dtype = 'float32' }): Case => ({
      name: `UnsortedSegmentSum: ${formatShape(x)} into ${count}, ${dtype}`,
      inputs: [
        { shape: x, dtype },
        {
          shape: x.slice(0, 1),
          dtype: 'int32',
          from: (i, uniform) => (i === 1 ? -1 : i === 2 ? count : Math.floor(Math.min(count, 7) * uniform)),
        },
      ],
      run: (values, ids) => tf.unsortedSegmentSum(values, ids as tf.Tensor1D, count),
      // Its gradient asks for the row of each id, which must exist.
      gradient: false,
    }),
  ),
  ...[2, 300].map(
    (count): Case => ({
      name: `UnsortedSegmentSum: differentiated, into ${count}`,
      inputs: [{ shape: [6, 3] }, { shape: [6], dtype: 'int32', from: (i) => (i % 3) - 1 }],
      run: (values, ids) => tf.unsortedSegmentSum(tf.square(values), ids as tf.Tensor1D, count),
      second: true,
    }),
  ),
];
