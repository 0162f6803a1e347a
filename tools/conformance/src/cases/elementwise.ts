import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '../arrays';
import type { Case, CaseInput } from '../case';

type Options = Pick<Case, 'gradient' | 'second'>;

/** Cases of a function of one tensor, of ranks 0 to 5: its numbers lie evenly between two bounds. */
export function acrossRanks(
  kernel: string,
  run: (x: tf.Tensor) => tf.Tensor,
  [low, high]: readonly [number, number] = [-2, 2],
  options: Options = {},
): Case[] {
  const from = (_: number, uniform: number): number => low + (high - low) * uniform;
  return [[], [7], [2, 3], [3, 1, 4], [2, 1, 2, 1, 3]].map((shape) => ({
    name: `${kernel}: [${shape.join(', ')}]`,
    inputs: [{ shape, from }],
    run: (x) => run(x),
    ...options,
  }));
}

/** A case of a function at given numbers, each result compared by itself: relative precision counts. */
export function pointwise(
  name: string,
  run: (x: tf.Tensor) => tf.Tensor,
  numbers: readonly number[],
  options: Options = {},
): Case {
  return {
    name: `${name}, one by one`,
    inputs: [{ shape: [numbers.length], from: (i) => numbers[i] as number }],
    run: (x) => tf.unstack(run(x)),
    ...options,
  };
}

/** Cases of a function of two tensors whose shapes are equal or broadcast, either way. */
export function acrossBroadcasts(
  kernel: string,
  run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  { a = {}, b = {}, ...options }: Options & { a?: Partial<CaseInput>; b?: Partial<CaseInput> } = {},
): Case[] {
  return (
    [
      [[], []],
      [[6], []],
      [[], [2, 3]],
      [[3, 4], [4]],
      [[4], [2, 3, 4]],
      [
        [2, 1, 4],
        [3, 1],
      ],
      [
        [2, 3, 2, 2],
        [2, 3, 2, 2],
      ],
      [
        [1, 1],
        [1, 2, 1, 3],
      ],
    ] as const
  ).map(([first, second]) => ({
    name: `${kernel}: [${first.join(', ')}] and [${second.join(', ')}]${typeName(a.dtype)}`,
    inputs: [
      { ...a, shape: first },
      { ...b, shape: second },
    ],
    run: (x, y) => run(x, y),
    ...options,
  }));
}

/** A case of a function at all pairs of given numbers, each compared by itself. */
export function pairwise(
  name: string,
  run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  first: readonly number[],
  second: readonly number[] = first,
  options: Options & { dtype?: DataType } = {},
): Case {
  const { dtype = 'float32', ...rest } = options;
  const pairs = first.flatMap((a) => second.map((b) => [a, b] as const));
  const input = (which: 0 | 1): CaseInput => ({
    shape: [pairs.length],
    dtype,
    from: (i) => pairs[i]?.[which] as number,
  });
  return {
    name: `${name}, one by one`,
    inputs: [input(0), input(1)],
    run: (a, b) => tf.unstack(run(a, b)),
    ...rest,
  };
}

const typeName = (dtype: DataType | undefined): string => (dtype && dtype !== 'float32' ? ` of ${dtype}` : '');
