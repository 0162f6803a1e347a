import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '../arrays';
import type { Case } from '../case';

type Reduce = (x: tf.Tensor, axis?: number | number[], keepDims?: boolean) => tf.Tensor;

/** Shapes and axes: ranks 0 to 5, all axes and none, from the end, unordered, of size 1. */
const layouts: readonly (readonly [number[], (number | number[])?])[] = [
  [[]],
  [[7]],
  [[1]],
  [[3, 4]],
  [[3, 4], 0],
  [[3, 4], -1],
  [[3, 4], []],
  [
    [2, 3, 4],
    [0, 2],
  ],
  [
    [2, 3, 4],
    [2, 0],
  ],
  [[2, 3, 4], 1],
  [
    [2, 1, 3, 2],
    [1, -1],
  ],
  [[2, 1, 3], 1],
  [
    [2, 2, 1, 3, 2],
    [1, 3],
  ],
];

function overLayouts(
  kernel: string,
  reduce: Reduce,
  { dtype = 'float32', second = false }: { dtype?: DataType; second?: boolean } = {},
): Case[] {
  return layouts.flatMap(([shape, axis], i) =>
    [false, true].map(
      (keepDims): Case => ({
        name: `${kernel}: ${dtype} [${shape.join(', ')}] over ${JSON.stringify(axis) ?? 'all'}${keepDims ? ', kept' : ''}`,
        inputs: [{ shape, dtype }],
        run: (x) => reduce(x, axis, keepDims),
        second: second && i === 7,
      }),
    ),
  );
}

const types = (kernel: string, reduce: Reduce, of: readonly DataType[]): Case[] =>
  of.flatMap((dtype) => overLayouts(kernel, reduce, { dtype }));

const { POSITIVE_INFINITY: infinity, NaN: nan } = Number;
const rows = [
  [1, 2, 3],
  [-infinity, 1, 2],
  [infinity, 1, 2],
  [-infinity, -infinity, -infinity],
  [1e30, 1, -1e30],
  [1e-8, 2e-8, 3e-8],
].flat();
const strange = (kernel: string, run: (x: tf.Tensor) => tf.Tensor): Case => ({
  name: `${kernel}: infinite and tiny numbers`,
  inputs: [{ shape: [6, 3], from: (i) => rows[i] as number }],
  run: (x) => tf.unstack(run(x)),
  gradient: false,
});
const notNumbers = (kernel: string, reduce: Reduce): Case => ({
  name: `${kernel}: NaN`,
  inputs: [{ shape: [2, 3], from: (i) => (i === 4 ? nan : i) }],
  run: (x) => reduce(x, 1),
  gradient: false,
});

const softmax: Case[] = [[5], [3, 4], [2, 1, 3], [2, 3, 1], [2, 2, 2, 3]].flatMap((shape) => [
  {
    name: `Softmax: [${shape.join(', ')}]`,
    inputs: [{ shape }],
    run: (x) => tf.softmax(x),
    second: true,
  },
  {
    name: `logSoftmax, logSumExp: [${shape.join(', ')}]`,
    inputs: [{ shape }],
    run: (x) => [tf.logSoftmax(x), tf.logSumExp(x, -1)],
  },
]);

export const reductionCases: readonly Case[] = [
  ...overLayouts('Sum', tf.sum),
  ...overLayouts('Mean', tf.mean),
  ...overLayouts('Max', tf.max),
  ...overLayouts('Min', tf.min),
  ...overLayouts('Prod', tf.prod, { second: true }),
  ...types('Sum', tf.sum, ['int32', 'bool']),
  ...types('Prod', tf.prod, ['int32', 'bool']),
  ...(['Sum', 'Prod'] as const).map(
    // The operations make int32 of bool first, the kernels as well.
    (kernel): Case => ({
      name: `${kernel}: bool, by the kernel`,
      inputs: [{ shape: [3, 4], dtype: 'bool', from: (i) => Number(i > 2) }],
      run: (x) => tf.engine().runKernel(kernel, { x }, { axis: 1, keepDims: false }),
    }),
  ),
  ...types('Mean', tf.mean, ['int32', 'bool']),
  ...types('Max', tf.max, ['int32', 'bool']),
  ...types('Min', tf.min, ['int32', 'bool']),
  ...types('All', tf.all, ['bool']),
  ...types('Any', tf.any, ['bool']),
  strange('Sum', (x) => tf.sum(x, 1)),
  strange('Mean', (x) => tf.mean(x, 1)),
  strange('Max', (x) => tf.max(x, 1)),
  strange('Min', (x) => tf.min(x, 1)),
  strange('Prod', (x) => tf.prod(x, 1)),
  strange('Softmax', (x) => tf.softmax(x)),
  notNumbers('Sum', tf.sum),
  notNumbers('Mean', tf.mean),
  notNumbers('Prod', tf.prod),
  ...softmax,
];
