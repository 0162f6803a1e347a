import type { Numbers } from '../arrays';
import type { Outcome } from '../side/outcome';

/** Below this, float32 may be flushed to zero. */
const SMALLEST_NORMAL = 2 ** -126;

/**
 * What is wrong with a result, if anything is: a number further from the reference than `tolerance` of the largest in its array, or, for
 * integers and for NaN and ±∞, any other number.
 */
export function problemOf(expected: Outcome, got: Outcome, tolerance: number): string | undefined {
  if (!('numbers' in expected)) return `the reference has no result: ${JSON.stringify(expected)}`;
  if ('absent' in got) return `it has no kernel ${got.absent}`;
  if ('error' in got) return `it throws: ${got.error}`;
  for (const [name, wanted] of Object.entries(expected.numbers)) {
    const found = got.numbers[name];
    const problem = found ? difference(wanted, found, tolerance) : 'is missing';
    if (problem) return `${name}: ${problem}`;
  }
  return undefined;
}

function difference(expected: Numbers, got: Numbers, tolerance: number): string | undefined {
  const describe = ({ shape, dtype }: Numbers): string => `${dtype} [${shape.join(', ')}]`;
  if (describe(expected) !== describe(got) || expected.data.length !== got.data.length)
    return `expected ${describe(expected)}, got ${describe(got)} of ${got.data.length} numbers`;
  const isFloat = expected.dtype === 'float32';
  const wanted = isFloat ? expected.data.map(Math.fround) : expected.data;
  let largest = 0;
  for (const number of wanted) if (Number.isFinite(number)) largest = Math.max(largest, Math.abs(number));
  const allowed = isFloat ? tolerance * largest + SMALLEST_NORMAL : 0;
  for (const [i, number] of wanted.entries()) {
    const found = got.data[i] ?? Number.NaN;
    const agrees = Number.isFinite(number) ? Math.abs(found - number) <= allowed : Object.is(found, number);
    if (!agrees) return `expected ${expected.data[i]}, got ${found} at ${i} (the largest is ${largest})`;
  }
  return undefined;
}
