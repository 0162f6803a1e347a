import { Tensor } from '@tensorflow/tfjs-core';
import { flatten, type Numbers } from './numbers';

/**
 * Asserts that the mean of independent samples [n, ...] lies within `errors` standard errors of what is expected, for
 * each of the trailing entries. A flat list is one quantity. With a fixed key the outcome is fixed as well; 4 errors
 * refuse one correct program in 16 000.
 */
export function expectWithinStandardErrors(samples: Numbers, expected: Numbers, errors = 4): void {
  const all = flatten(samples);
  const n = samples instanceof Tensor ? (samples.shape[0] ?? 0) : (samples as ArrayLike<unknown>).length;
  if (!(n >= 2)) throw new Error('expectWithinStandardErrors: needs at least 2 samples');
  const width = all.length / n;
  const want = flatten(expected);
  if (want.length !== width) throw new Error(`expected ${width} means to compare with, got ${want.length}`);
  want.forEach((target, j) => {
    const column = Array.from({ length: n }, (_, i) => all[i * width + j] as number);
    const mean = column.reduce((a, b) => a + b, 0) / n;
    const variance = column.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1);
    const error = Math.sqrt(variance / n);
    if (!(Math.abs(mean - target) <= errors * error + 1e-6 * Math.abs(target)))
      throw new Error(
        `mean [${j}] of ${n} samples is ${mean} ± ${error.toPrecision(3)}, ` +
          `${(Math.abs(mean - target) / error).toPrecision(3)} standard errors from ${target}`,
      );
  });
}
