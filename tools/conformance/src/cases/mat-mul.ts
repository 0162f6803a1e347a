import * as tf from '@tensorflow/tfjs-core';
import type { Case, CaseInput } from '../case';

const int = (shape: readonly number[]): CaseInput => ({ shape, dtype: 'int32' });
const of = (...shapes: (readonly number[])[]): CaseInput[] => shapes.map((shape) => ({ shape }));

const products: Case[] = [
  { name: 'BatchMatMul: matrices', inputs: of([3, 4], [4, 5]), run: (a, b) => tf.matMul(a, b), second: true },
  { name: 'BatchMatMul: left transposed', inputs: of([4, 3], [4, 5]), run: (a, b) => tf.matMul(a, b, true) },
  { name: 'BatchMatMul: right transposed', inputs: of([3, 4], [5, 4]), run: (a, b) => tf.matMul(a, b, false, true) },
  { name: 'BatchMatMul: both transposed', inputs: of([4, 3], [5, 4]), run: (a, b) => tf.matMul(a, b, true, true) },
  { name: 'BatchMatMul: a row and a column', inputs: of([1, 7], [7, 1]), run: (a, b) => tf.matMul(a, b) },
  { name: 'BatchMatMul: an outer product', inputs: of([6, 1], [1, 5]), run: (a, b) => tf.matMul(a, b) },
  { name: 'BatchMatMul: batches of one', inputs: of([1, 3, 4], [1, 4, 5]), run: (a, b) => tf.matMul(a, b) },
  { name: 'BatchMatMul: batches', inputs: of([2, 3, 4], [2, 4, 5]), run: (a, b) => tf.matMul(a, b), second: true },
  {
    name: 'BatchMatMul: batches, left transposed',
    inputs: of([2, 4, 3], [2, 4, 5]),
    run: (a, b) => tf.matMul(a, b, true),
  },
  {
    name: 'BatchMatMul: batches, both transposed',
    inputs: of([2, 3, 4, 3], [2, 3, 5, 4]),
    run: (a, b) => tf.matMul(a, b, true, true),
  },
  {
    name: 'BatchMatMul: one matrix on the right of many',
    inputs: of([3, 2, 4], [1, 4, 5]),
    run: (a, b) => tf.matMul(a, b),
    gradient: false,
  },
  {
    name: 'BatchMatMul: one transposed matrix on the right of many, ranks differ',
    inputs: of([2, 3, 2, 4], [5, 4]),
    run: (a, b) => tf.matMul(a, b, false, true),
    gradient: false,
  },
  {
    name: 'BatchMatMul: one matrix on the left of many, ranks differ',
    inputs: of([4, 2], [3, 4, 5]),
    run: (a, b) => tf.matMul(a, b, true),
    gradient: false,
  },
  { name: 'BatchMatMul: int32', inputs: [int([3, 4]), int([4, 5])], run: (a, b) => tf.matMul(a, b) },
  {
    name: 'BatchMatMul: int32 batches, right transposed',
    inputs: [int([2, 3, 4]), int([2, 5, 4])],
    run: (a, b) => tf.matMul(a, b, false, true),
  },
];

const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid'] as const;
const fused: Case[] = [
  ...activations.map(
    (activation): Case => ({
      name: `_FusedMatMul: ${activation}`,
      inputs: of([3, 4], [4, 5], [5]),
      run: (a, b, bias) => tf.fused.matMul({ a: a, b: b, bias: bias, activation }),
    }),
  ),
  {
    name: '_FusedMatMul: leakyrelu',
    inputs: of([3, 4], [4, 5], [1, 5]),
    run: (a, b, bias) =>
      tf.fused.matMul({
        a: a,
        b: b,
        bias: bias,
        activation: 'leakyrelu',
        leakyreluAlpha: 0.3,
      }),
  },
  {
    name: '_FusedMatMul: prelu, left transposed',
    inputs: of([4, 3], [4, 5], [5], [5]),
    run: (a, b, bias, preluActivationWeights) =>
      tf.fused.matMul({
        a: a,
        b: b,
        bias: bias,
        transposeA: true,
        activation: 'prelu',
        preluActivationWeights: preluActivationWeights,
      }),
    gradient: false,
  },
  {
    name: '_FusedMatMul: no bias, right transposed',
    inputs: of([3, 4], [5, 4]),
    run: (a, b) => tf.fused.matMul({ a: a, b: b, transposeB: true, activation: 'relu' }),
  },
  {
    name: '_FusedMatMul: batches',
    inputs: of([2, 3, 4], [2, 4, 5], [5]),
    run: (a, b, bias) => tf.fused.matMul({ a: a, b: b, bias: bias }),
  },
];

export const matMulCases: readonly Case[] = [...products, ...fused];
