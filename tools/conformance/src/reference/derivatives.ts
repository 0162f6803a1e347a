import * as tf from '@tensorflow/tfjs-core';
import { allCases } from '../cases/all-cases';
import { evaluateCase, inputData, type Part, partsOf } from '../evaluate-case';
import type { Case } from '../case';

/** How far a derivative is from finite differences, as a fraction of 1 + the difference. */
export interface DerivativeError {
  readonly name: string;
  readonly part: Exclude<Part, 'value'>;
  readonly error: number;
}

const STEP = 2e-5;

/**
 * Compares gradients and second derivatives of all cases, along one direction each, with finite differences of what they are the gradient
 * of. In float64; differences of fourth order (L. F. Richardson 1911).
 */
export function derivativeErrors(): DerivativeError[] {
  return allCases.flatMap((one) =>
    partsOf(one).flatMap((part) => (part === 'value' ? [] : [{ name: one.name, part, error: errorOf(one, part) }])),
  );
}

function errorOf(one: Case, part: Exclude<Part, 'value'>): number {
  const data = inputData(one);
  const floats = one.inputs.flatMap(({ dtype = 'float32' }, i) => (dtype === 'float32' ? [i] : []));
  const direction = data.map((numbers, k) => Array.from(numbers, (_, i) => Math.sin(1 + 3 * i + k)));
  const evaluate = (at: number, wanted: Part): number[][] =>
    tf.tidy(() => {
      const tensors = one.inputs.map(({ shape, dtype = 'float32' }, k) => {
        const moved = Array.from(data[k] ?? [], (x, i) => x + at * (direction[k]?.[i] ?? 0));
        return tf.tensor(dtype === 'float32' ? moved : Array.from(data[k] ?? []), [...shape], dtype);
      });
      return Object.values(evaluateCase(one, tensors, [wanted])).map((x) => Array.from(x.dataSync()));
    });
  const below = part === 'gradient' ? 'value' : 'gradient';
  const functionAt = (at: number): number => (below === 'value' ? weightedSum : sumOfSquares)(evaluate(at, below));
  const central = (h: number): number => (functionAt(h) - functionAt(-h)) / (2 * h);
  const expected = (4 * central(STEP / 2) - central(STEP)) / 3;
  const got = evaluate(0, part).reduce(
    (sum, gradient, g) => sum + dot(gradient, direction[floats[g] as number] ?? []),
    0,
  );
  return Math.abs(got - expected) / (1 + Math.abs(expected));
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

/** The loss whose gradient `evaluateCase` takes. */
const weightedSum = (results: readonly number[][]): number =>
  results.reduce(
    (sum, numbers) =>
      sum +
      dot(
        numbers,
        numbers.map((_, i) => Math.fround(Math.cos(1 + 2 * i))),
      ),
    0,
  );

const sumOfSquares = (gradients: readonly number[][]): number =>
  gradients.reduce((sum, numbers) => sum + dot(numbers, numbers), 0);
