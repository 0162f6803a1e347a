import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { wasm } from './wasm';

// Float64 references, over many orders of magnitude and at the ends of the range.
const magnitudes = Array.from({ length: 1500 }, (_, i) => 2 ** (-30 + i / 40));
const both = [
  ...magnitudes,
  ...magnitudes.map((x) => -x),
  0,
  100,
  -100,
  88,
  -88,
  1e30,
  -1e30,
  Infinity,
  -Infinity,
  Number.NaN,
];
// With the numbers next to the zeros of sine and cosine.
const angles = [...both.slice(0, 3000), ...Array.from({ length: 40 }, (_, i) => (i - 20) * (Math.PI / 2))].map(
  Math.fround,
);
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const references: Readonly<
  Record<string, readonly [operation: (x: Tensor) => Tensor, exact: (x: number) => number, at?: readonly number[]]>
> = {
  softplus: [tf.softplus, softplus],
  sigmoid: [tf.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  tanh: [tf.tanh, Math.tanh],
  exp: [tf.exp, Math.exp],
  expm1: [tf.expm1, Math.expm1],
  log: [tf.log, Math.log],
  log1p: [tf.log1p, Math.log1p, [...both, ...magnitudes.map((x) => -1 + Math.min(1, x)), -1, -2]],
  sqrt: [tf.sqrt, Math.sqrt],
  selu: [tf.selu, (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))],
  sin: [tf.sin, Math.sin, angles],
  cos: [tf.cos, Math.cos, angles],
  tan: [tf.tan, Math.tan, angles],
};

test.each(Object.entries(references))('%s', async (_name, [operation, exact, at = both]) => {
  await wasm().activate();
  const x = Float32Array.from(at);
  const y = await operation(tf.tensor1d(x)).data();
  x.forEach((value, i) => {
    const expected = Math.fround(exact(value));
    // Numbers below the normal range may be flushed to zero.
    const tolerance = 5e-7 * Math.abs(expected) + 2e-38;
    if (Number.isFinite(expected))
      expect(Math.abs((y[i] as number) - expected), `at ${value}`).toBeLessThanOrEqual(tolerance);
    else expect(y[i], `at ${value}`).toBe(expected);
  });
});
