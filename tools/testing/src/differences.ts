import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { flatten, type Numbers } from './numbers';

type ScalarFunction = (x: Tensor) => Tensor;

export interface DifferenceOptions {
  /** Step relative to max(1, |x|); 2⁻⁵ when left out: with float32 and five points, both errors are then about 1e-5. */
  readonly step?: number;
}

/** f at a host array, summed when f returns several numbers. */
function evaluate(f: ScalarFunction, x: Float32Array, shape: number[]): number {
  return tidy(() => f(tensor(x, shape, 'float32')).dataSync() as Float32Array).reduce((a, b) => a + b, 0);
}

/** Derivative at 0 of a function of one number, by five points (error of fourth order). */
function fivePoints(g: (t: number) => number, h: number): number {
  return (8 * (g(h) - g(-h)) - (g(2 * h) - g(-2 * h))) / (12 * h);
}

/** A power of two, so that x ± h is rounded as little as possible in float32. */
function stepFor(magnitude: number, step: number): number {
  return 2 ** Math.round(Math.log2(step * Math.max(1, magnitude)));
}

function pointOf(x: Tensor | Numbers): { values: Float32Array; shape: number[] } {
  const values = Float32Array.from(flatten(x));
  const shape = typeof x === 'number' ? [] : 'shape' in (x as object) ? [...(x as Tensor).shape] : [values.length];
  return { values, shape };
}

/**
 * Gradient of f at x by central differences, in the order of x's numbers. Several results of f are summed. A tensor
 * keeps its shape; nested arrays reach f flattened to [n].
 */
export function finiteDifference(f: ScalarFunction, x: Numbers, { step = 2 ** -5 }: DifferenceOptions = {}): number[] {
  const { values, shape } = pointOf(x);
  return Array.from(values, (centre, i) => {
    const along = (t: number): number =>
      evaluate(
        f,
        values.map((v, j) => (i === j ? v + t : v)),
        shape,
      );
    return fivePoints(along, stepFor(Math.abs(centre), step));
  });
}

/** Derivative of f at x along a direction, by central differences: one number however large x is. */
export function directionalDerivative(
  f: ScalarFunction,
  x: Numbers,
  direction: Numbers,
  { step = 2 ** -5 }: DifferenceOptions = {},
): number {
  const { values, shape } = pointOf(x);
  const d = flatten(direction);
  if (d.length !== values.length) throw new Error(`direction has ${d.length} numbers, x has ${values.length}`);
  const largest = Math.max(...d.map(Math.abs));
  const along = (t: number): number =>
    evaluate(
      f,
      values.map((v, j) => v + t * (d[j] as number)),
      shape,
    );
  return fivePoints(along, stepFor(0, step) / largest);
}
