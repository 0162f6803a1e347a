import type { Call } from '../calls/call';
import type { Outcome } from '../side/outcome';
import { arrays } from './arrays';
import type { Definition } from './definition';
import { elementwise } from './elementwise';
import { gridOf, indicesOf } from './grid';
import { windows } from './windows';

/** Kernels whose results are known from a definition that shares nothing with tfjs. */
const definitions: Readonly<Record<string, Definition>> = { ...elementwise, ...arrays, ...windows };

/** Calls of more numbers take too long, one number at a time. */
const MOST = 4000;

/** Relative; far finer than float32. tfjs writes some functions, such as elu as e^x − 1, so that digits are lost in float64 too. */
const TOLERANCE = 1e-8;

/** Differences of float64 results from the definitions, one line each. */
export function definitionProblems(calls: readonly Call[], results: readonly Outcome[]): string[] {
  return calls.flatMap((call, i) => {
    const problem = problemOf(call, results[i] as Outcome);
    return problem === undefined ? [] : [`${call.kernel} ${JSON.stringify(call.attributes)}: ${problem}`];
  });
}

function problemOf({ kernel, inputs, attributes }: Call, result: Outcome): string | undefined {
  const define = definitions[kernel];
  if (!define || Object.values(inputs).some(({ data }) => data.length > MOST)) return undefined;
  const expected = define(Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, gridOf(x)])), attributes);
  if (!expected) return undefined;
  const got = 'numbers' in result ? result.numbers['output 0'] : undefined;
  if (!got) return `no result: ${JSON.stringify(result)}`;
  if (got.shape.join() !== expected.shape.join())
    return `shape [${got.shape.join()}], expected [${expected.shape.join()}]`;
  const isWhole = got.dtype !== 'float32';
  for (const [i, index] of indicesOf(expected.shape).entries()) {
    const [wanted, found] = [expected.at(index), got.data[i] as number];
    // Whole numbers are kept in 32 bits.
    const exact = isWhole ? (got.dtype === 'bool' ? Number(Boolean(wanted)) : wanted | 0) : wanted;
    if (!(Object.is(exact, found) || Math.abs(exact - found) <= TOLERANCE * Math.max(TOLERANCE, Math.abs(exact))))
      return `${found}, expected ${exact} at [${index.join()}]`;
  }
  return undefined;
}
