import { sizeOf } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { allocate, type Data } from './arrays';
import type { Case, CaseInput } from './case';

/** What of a case is computed: its values, their gradients, the gradients of those. */
export type Part = 'value' | 'gradient' | 'second derivative';

/** The parts that a case asks for. */
export function partsOf({ inputs, gradient = true, second = false }: Case): readonly Part[] {
  const differentiable = gradient && inputs.some(isFloat);
  return [
    'value',
    ...(differentiable ? (['gradient'] as const) : []),
    ...(second ? (['second derivative'] as const) : []),
  ];
}

const isFloat = ({ dtype = 'float32' }: CaseInput): boolean => dtype === 'float32';

/** The numbers of a case's inputs: always the same. */
export function inputData({ inputs }: Case): Data[] {
  const uniform = uniformNumbers(1);
  return inputs.map(({ shape, dtype = 'float32', from = USUAL[dtype] }) => {
    const data = allocate(dtype, sizeOf(shape));
    const round = dtype === 'float32' ? Math.fround : Number;
    for (let i = 0; i < data.length; i++) data[i] = round(from(i, uniform()));
    return data;
  });
}

const USUAL = {
  float32: (_: number, uniform: number) => 4 * uniform - 2,
  int32: (_: number, uniform: number) => Math.floor(5 * uniform),
  bool: (_: number, uniform: number) => (uniform < 0.5 ? 0 : 1),
} as const;

/** Numbers on [0, 1): mulberry32 of Tommy Ettinger, public domain. */
function uniformNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Computes parts of a case on the active backend: its results, the gradients of L = Σ weights · results with respect to the float32
 * inputs, and those of Σ (gradient)², by names like `gradient 0`.
 */
export function evaluateCase(
  { inputs, run }: Case,
  tensors: readonly tf.Tensor[],
  parts: readonly Part[],
): Record<string, tf.Tensor> {
  const results: Record<string, tf.Tensor> = {};
  const add = (part: Part, values: readonly tf.Tensor[]): void =>
    values.forEach((value, i) => {
      results[`${part} ${i}`] = value;
    });
  const floats = tensors.filter((_, i) => inputs[i] && isFloat(inputs[i]));
  const all = (varied: readonly tf.Tensor[]): tf.Tensor[] => {
    const rest = [...varied];
    return tensors.map((tensor, i) => (inputs[i] && isFloat(inputs[i]) ? (rest.shift() ?? tensor) : tensor));
  };
  const gradients = tf.grads((...varied: tf.Tensor[]) => total([run(...all(varied))].flat().map(weighted)));
  if (parts.includes('value')) add('value', [run(...tensors)].flat());
  if (parts.includes('gradient')) add('gradient', gradients(floats));
  if (parts.includes('second derivative'))
    add('second derivative', tf.grads((...varied: tf.Tensor[]) => total(gradients(varied).map(tf.square)))(floats));
  return results;
}

/** Different for every element, so that no two of them can be mistaken for each other. */
function weighted(result: tf.Tensor): tf.Tensor {
  const weights = Float32Array.from({ length: result.size }, (_, i) => Math.fround(Math.cos(1 + 2 * i)));
  return tf.mul(tf.cast(result, 'float32'), tf.tensor(weights, result.shape, 'float32'));
}

function total(tensors: readonly tf.Tensor[]): tf.Scalar {
  return tensors.map((tensor) => tf.sum<tf.Scalar>(tensor)).reduce((sum, term) => tf.add(sum, term));
}
