import * as tf from '@tensorflow/tfjs-core';
import type { Case, CaseInput } from '../case';
import { acrossBroadcasts, pairwise } from './elementwise';

const { POSITIVE_INFINITY: infinity, NaN: nan } = Number;
const numbers = [0, 1e-8, -1e-8, 0.5, -0.5, 1, -1, 3, -3, 1e10, nan, infinity, -infinity];
const wholes = [-7, -3, -1, 0, 1, 2, 5];
const int: Partial<CaseInput> = { dtype: 'int32', from: (i) => ((i * 5) % 11) - 4 };
const positive: Partial<CaseInput> = { from: (_, uniform) => 0.3 + 2 * uniform };
const ints = { a: int, b: int } as const;

/** The operations that int32 has too. */
const common = [
  ['Add', tf.add],
  ['Sub', tf.sub],
  ['Multiply', tf.mul],
  ['Maximum', tf.maximum],
  ['Minimum', tf.minimum],
  ['FloorDiv', tf.floorDiv],
  ['Mod', tf.mod],
  ['SquaredDifference', tf.squaredDifference],
] as const;

const sums: Case[] = (
  [
    [[3]],
    [[], []],
    [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
    [
      [2, 1, 3],
      [2, 1, 3],
    ],
  ] as const
).map(
  (shapes): Case => ({
    name: `AddN: ${shapes.map((shape) => `[${shape.join(', ')}]`).join(', ')}`,
    inputs: shapes.map((shape) => ({ shape })),
    run: (...x) => tf.addN(x),
  }),
);

export const arithmeticCases: readonly Case[] = [
  ...common.flatMap(([kernel, run]) => [
    ...acrossBroadcasts(kernel, run),
    ...acrossBroadcasts(kernel, run, ints),
    pairwise(kernel, run, kernel === 'FloorDiv' ? numbers.filter((x) => x !== 1e10) : numbers, numbers, {
      gradient: false,
    }),
    pairwise(`${kernel}: int32`, run, wholes, wholes, { dtype: 'int32' }),
  ]),
  ...acrossBroadcasts('Multiply', tf.mul, { a: { dtype: 'bool' }, b: { dtype: 'bool' } }),
  ...acrossBroadcasts('RealDiv', tf.div, { b: positive, second: true }),
  pairwise('RealDiv', tf.div, numbers, numbers, { gradient: false }),
  ...acrossBroadcasts('Pow', tf.pow, { a: positive, second: true }),
  ...acrossBroadcasts('Pow', tf.pow, { a: int, b: { dtype: 'int32' } }),
  pairwise('Pow', tf.pow, numbers, [0, 0.5, 1, -1, 2, -2, 3, 1.3, nan, infinity, -infinity], { gradient: false }),
  ...[0, 1, 2, 3, 4, -1, -2, 0.5, 1.5, -1.5, 0.3].map(
    (exponent): Case => ({
      name: `Pow: by ${exponent}`,
      inputs: [{ shape: [2, 5], ...positive }],
      run: (x) => tf.pow(x, exponent),
      second: true,
    }),
  ),
  ...[2, 3].map(
    (exponent): Case => ({
      name: `Pow: of negative numbers by ${exponent}`,
      inputs: [{ shape: [7] }],
      run: (x) => tf.pow(x, exponent),
    }),
  ),
  {
    name: 'Pow: a number by equal exponents',
    inputs: [{ shape: [], ...positive }],
    run: (x) => tf.pow(x, tf.add(tf.ones([2, 3]), 1)),
  },
  ...acrossBroadcasts('Atan2', tf.atan2, { b: positive }),
  pairwise('Atan2', tf.atan2, numbers, numbers, { gradient: false }),
  ...acrossBroadcasts('BitwiseAnd', tf.bitwiseAnd, ints).filter(
    ({ inputs: [a, b] }) => String(a?.shape) === String(b?.shape),
  ),
  {
    name: 'BitwiseAnd: vectors',
    inputs: [
      { shape: [9], ...int },
      { shape: [9], dtype: 'int32' },
    ],
    run: (a, b) => tf.bitwiseAnd(a, b),
  },
  {
    name: 'Maximum: of equal numbers',
    inputs: [
      { shape: [4], from: (i) => i % 2 },
      { shape: [4], from: (i) => (i < 2 ? 0 : 1) },
    ],
    run: (a, b) => [tf.maximum(a, b), tf.minimum(a, b)],
  },
  ...sums,
];
