import * as tf from '@tensorflow/tfjs-core';
import type { Case } from '../case';
import { pointwise, acrossRanks } from './elementwise';

const smooth = { second: true } as const;
const { POSITIVE_INFINITY: infinity, NaN: nan } = Number;
const beyond = [nan, infinity, -infinity];
const small = [0, 1e-30, 1e-8, -1e-8, 1e-4, -1e-4, 3e-3, -3e-3];
const usual = [0.1, -0.1, 0.4, -0.4, 0.5, -0.5, 0.9, -0.9, 1, -1, 1.7, -1.7, 2.5, -2.5, 6, -6, 12.5, -12.5];
const large = [20, -20, 60, -60, 80, -80];
const integers = { dtype: 'int32', from: (i: number) => i - 3 } as const;

const functions: Case[] = [
  ...acrossRanks('Abs', tf.abs),
  ...acrossRanks('Acos', tf.acos, [-0.9, 0.9]),
  ...acrossRanks('Acosh', tf.acosh, [1.1, 5]),
  ...acrossRanks('Asin', tf.asin, [-0.9, 0.9]),
  ...acrossRanks('Asinh', tf.asinh, [-5, 5]),
  ...acrossRanks('Atan', tf.atan, [-5, 5]),
  ...acrossRanks('Atanh', tf.atanh, [-0.9, 0.9]),
  ...acrossRanks('Ceil', tf.ceil, [-5, 5]),
  ...acrossRanks('Cos', tf.cos, [-5, 5], smooth),
  ...acrossRanks('Cosh', tf.cosh),
  ...acrossRanks('Erf', tf.erf),
  ...acrossRanks('Exp', tf.exp, [-5, 3], smooth),
  ...acrossRanks('Expm1', tf.expm1, [-2, 2], smooth),
  ...acrossRanks('Floor', tf.floor, [-5, 5]),
  ...acrossRanks('Log', tf.log, [0.1, 5], smooth),
  ...acrossRanks('Log1p', tf.log1p, [-0.9, 5], smooth),
  ...acrossRanks('Neg', tf.neg),
  ...acrossRanks('Reciprocal', tf.reciprocal, [0.2, 3], smooth),
  ...acrossRanks('Round', tf.round, [-5, 5]),
  ...acrossRanks('Rsqrt', tf.rsqrt, [0.2, 3], smooth),
  ...acrossRanks('Sign', tf.sign),
  ...acrossRanks('Sin', tf.sin, [-5, 5], smooth),
  ...acrossRanks('Sinh', tf.sinh),
  ...acrossRanks('Sqrt', tf.sqrt, [0.2, 3], smooth),
  ...acrossRanks('Square', tf.square, [-2, 2], smooth),
  ...acrossRanks('Tan', tf.tan, [-1.4, 1.4]),
  ...acrossRanks('Tanh', tf.tanh, [-2, 2], smooth),
];

const everywhere = [...small, ...usual, ...large, ...beyond];
const precise: Case[] = [
  pointwise('Abs', tf.abs, everywhere),
  pointwise('Acos', tf.acos, [...small, 0.5, -0.5, 1, -1, 1.5, ...beyond]),
  pointwise('Acosh', tf.acosh, [0.5, 1, 1.5, 100, 1e8, ...beyond]),
  pointwise('Asin', tf.asin, [...small, 0.5, -0.5, 1, -1, 1.5, ...beyond]),
  pointwise('Asinh', tf.asinh, everywhere),
  pointwise('Atan', tf.atan, [...everywhere, 1e30]),
  pointwise('Atanh', tf.atanh, [...small, 0.5, -0.5, 1, -1, 1.5, ...beyond]),
  pointwise('Ceil', tf.ceil, everywhere),
  pointwise('Cos', tf.cos, [...small, ...usual, ...beyond]),
  pointwise('Cosh', tf.cosh, everywhere),
  pointwise('Erf', tf.erf, [...usual, ...large, ...beyond]),
  pointwise('Exp', tf.exp, everywhere),
  pointwise('Expm1', tf.expm1, everywhere),
  pointwise('Floor', tf.floor, everywhere),
  pointwise('Log', tf.log, [...everywhere, 1e-20, 1 + 2 ** -20, 1 - 2 ** -20]),
  pointwise('Log1p', tf.log1p, [...everywhere, -0.999, 1e20, 3e38]),
  pointwise('Neg', tf.neg, everywhere),
  pointwise('Reciprocal', tf.reciprocal, everywhere),
  pointwise('Round', tf.round, [...everywhere, 1.5, -1.5, 3.5, 4.5, 2 ** 24 + 2]),
  pointwise(
    'Rsqrt',
    tf.rsqrt,
    everywhere.filter((x) => x !== -infinity),
  ),
  pointwise('Sign', tf.sign, everywhere),
  pointwise('Sin', tf.sin, [...small, ...usual, ...beyond]),
  pointwise('Sinh', tf.sinh, everywhere),
  pointwise('Sqrt', tf.sqrt, everywhere),
  pointwise('Square', tf.square, everywhere),
  pointwise('Tan', tf.tan, [...small, ...usual, ...beyond]),
  pointwise('Tanh', tf.tanh, everywhere),
];

const ofIntegers: Case[] = (
  [
    ['Abs', tf.abs],
    ['Neg', tf.neg],
    ['Sign', tf.sign],
    ['Square', tf.square],
  ] as const
).map(([kernel, run]) => ({
  name: `${kernel}: int32`,
  inputs: [{ shape: [7], ...integers }],
  run: (x) => run(x),
}));

export const unaryCases: readonly Case[] = [...functions, ...precise, ...ofIntegers];
