import * as tf from '@tensorflow/tfjs-core';
import type { Case, CaseInput } from '../case';
import { acrossRanks } from './elementwise';

const { POSITIVE_INFINITY: infinity, NaN: nan } = Number;
const numbers = [0, -0, 0.9, -0.9, 1e-30, 3.5, -3.5, 1e9, -1e9, nan, infinity, -infinity];
const float: CaseInput = { shape: [12], from: (i) => numbers[i] as number };
const int: CaseInput = { shape: [3, 2], dtype: 'int32', from: (i) => i - 2 };
const bool: CaseInput = { shape: [2, 1, 3], dtype: 'bool' };

const properties = [
  ['IsFinite', tf.isFinite],
  ['IsInf', tf.isInf],
  ['IsNan', tf.isNaN],
] as const;

export const conversionCases: readonly Case[] = [
  ...([float, int, bool] as const).flatMap((input) =>
    (['float32', 'int32', 'bool'] as const).map(
      (to): Case => ({
        name: `Cast: ${input.dtype ?? 'float32'} to ${to}`,
        inputs: [input],
        run: (x) => tf.cast(x, to),
      }),
    ),
  ),
  ...acrossRanks('Identity', tf.clone),
  ...acrossRanks('OnesLike', tf.onesLike),
  ...acrossRanks('ZerosLike', tf.zerosLike),
  ...properties.flatMap(([kernel, run]): Case[] => [
    ...acrossRanks(kernel, run),
    ...[float, int, bool].map((input) => ({
      name: `${kernel}: ${input.dtype ?? 'float32'}`,
      inputs: [input],
      run: (x: tf.Tensor) => run(x),
    })),
  ]),
];
