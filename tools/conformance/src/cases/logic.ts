import * as tf from '@tensorflow/tfjs-core';
import type { Case, CaseInput } from '../case';
import { acrossBroadcasts, pairwise, acrossRanks } from './elementwise';

const { POSITIVE_INFINITY: infinity, NaN: nan } = Number;
const numbers = [0, -0, 1e-8, 1, -1, nan, infinity, -infinity];
const rounded: Partial<CaseInput> = { from: (_, uniform) => Math.floor(3 * uniform) };
const bool: CaseInput = { shape: [], dtype: 'bool' };

const comparisons = [
  ['Equal', tf.equal],
  ['NotEqual', tf.notEqual],
  ['Greater', tf.greater],
  ['GreaterEqual', tf.greaterEqual],
  ['Less', tf.less],
  ['LessEqual', tf.lessEqual],
] as const;

const connectives = [
  ['LogicalAnd', tf.logicalAnd],
  ['LogicalOr', tf.logicalOr],
  ['LogicalXor', tf.logicalXor],
] as const;

/** A mask of numbers, in the form under which tfjs differentiates it: times a number that varies. */
const masks = (kernel: string, run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Case => ({
  name: `${kernel}: as a mask`,
  inputs: [{ shape: [5] }, { shape: [2, 5] }],
  run: (a, b) => tf.mul(tf.cast(run(tf.greater(a, 0), tf.less(b, 0.5)), 'float32'), b),
});

const choices: Case[] = (
  [
    [[], [], []],
    [[4], [4], [4]],
    [[4], [3, 4], []],
    [[3, 1], [4], [3, 4]],
    [[], [2, 3], [3]],
    [
      [2, 3, 1, 2],
      [1, 2],
      [2, 1, 2, 1],
    ],
  ] as const
).map(([condition, t, e]) => ({
  name: `Select: ${[condition, t, e].map((shape) => `[${shape.join(', ')}]`).join(', ')}`,
  inputs: [{ ...bool, shape: condition }, { shape: t }, { shape: e }],
  run: (c, x, y) => tf.where(c, x, y),
}));

const typed = ([first, second]: readonly ['float32' | 'int32' | 'bool', 'float32' | 'int32' | 'bool']): Case => ({
  name: `Select: ${first} or ${second}`,
  // Every combination of three bools.
  inputs: [
    { shape: [8], dtype: 'bool', from: (i) => i & 1 },
    { shape: [8], dtype: first, from: (i) => (i >> 1) & 1 },
    { shape: [8], dtype: second, from: (i) => (i >> 2) & 1 },
  ],
  run: (c, x, y) => tf.where(c, x, y),
});

export const logicCases: readonly Case[] = [
  ...comparisons.flatMap(([kernel, run]) => [
    ...acrossBroadcasts(kernel, run, { a: rounded, b: rounded }),
    ...(['int32', 'bool'] as const).flatMap((dtype) => acrossBroadcasts(kernel, run, { a: { dtype }, b: { dtype } })),
    pairwise(kernel, run, numbers),
  ]),
  ...connectives.flatMap(([kernel, run]) => [
    ...acrossBroadcasts(kernel, run, { a: bool, b: bool }),
    masks(kernel, run),
  ]),
  ...acrossRanks('LogicalNot', (x) => tf.logicalNot(tf.greater(x, 0))),
  ...choices,
  ...(
    [
      ['int32', 'int32'],
      ['bool', 'bool'],
      ['int32', 'float32'],
      ['bool', 'int32'],
    ] as const
  ).map(typed),
];
