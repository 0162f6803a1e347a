import { Tensor } from '@tensorflow/tfjs-core';

/** Numbers in any form that tests compare: a tensor, a typed array, a number, or nested arrays of numbers. */
export type Numbers = Tensor | ArrayLike<number> | Nested;
export type Nested = number | readonly Nested[];

/** All numbers in row-major order. */
export function flatten(numbers: Numbers): number[] {
  if (typeof numbers === 'number') return [numbers];
  if (numbers instanceof Tensor) return Array.from(numbers.dataSync());
  return Array.from(numbers as ArrayLike<Nested>).flatMap((entry) => flatten(entry));
}
