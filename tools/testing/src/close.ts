import { Tensor } from '@tensorflow/tfjs-core';
import { flatten, type Numbers } from './numbers';

export interface Tolerance {
  /** Allowed error as a fraction of |expected|; 1e-5 when left out. */
  readonly relative?: number;
  /** Allowed error, added to the relative one; 1e-6 when left out. */
  readonly absolute?: number;
}

/**
 * Asserts |actual − expected| ≤ absolute + relative·|expected| for each number. NaN matches NaN, and an infinity only
 * itself. Two tensors must have the same shape, other things the same count of numbers.
 */
export function expectClose(actual: Numbers, expected: Numbers, tolerance: Tolerance = {}): void {
  const { relative = 1e-5, absolute = 1e-6 } = tolerance;
  if (actual instanceof Tensor && expected instanceof Tensor) {
    const shapes = [expected, actual].map(({ shape }) => `[${shape.join(', ')}]`);
    if (shapes[0] !== shapes[1]) throw new Error(`expected shape ${shapes[0]}, got ${shapes[1]}`);
  }
  const got = flatten(actual);
  const want = flatten(expected);
  if (got.length !== want.length) throw new Error(`expected ${want.length} numbers, got ${got.length}`);
  const misses = got.flatMap((a, i) => {
    const e = want[i] as number;
    const near = Number.isFinite(e) && Math.abs(a - e) <= absolute + relative * Math.abs(e);
    return near || Object.is(a, e) ? [] : [{ i, a, e }];
  });
  if (misses.length === 0) return;
  const lines = misses.slice(0, 5).map(({ i, a, e }) => {
    const error = Math.abs(a - e);
    return `  [${i}] expected ${e}, got ${a}: error ${error.toPrecision(3)}, ${(error / Math.abs(e)).toPrecision(3)} relative`;
  });
  throw new Error(
    `${misses.length} of ${got.length} numbers differ by more than ${absolute} + ${relative}·|expected|:\n${lines.join('\n')}`,
  );
}
