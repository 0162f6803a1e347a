import * as tf from '@tensorflow/tfjs-core';
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
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const references = {
  softplus: { exact: softplus, at: both },
  sigmoid: { exact: (x: number) => 1 / (1 + Math.exp(-x)), at: both },
  tanh: { exact: Math.tanh, at: both },
  exp: { exact: Math.exp, at: both },
  expm1: { exact: Math.expm1, at: both },
  log: { exact: Math.log, at: both },
  log1p: { exact: Math.log1p, at: [...both, ...magnitudes.map((x) => -1 + Math.min(1, x)), -1, -2] },
  sqrt: { exact: Math.sqrt, at: both },
} as const;

test.each(Object.entries(references))('%s', async (name, { exact, at }) => {
  await wasm().activate();
  const x = Float32Array.from(at);
  const y = await tf[name as keyof typeof references](tf.tensor1d(x)).data();
  x.forEach((value, i) => {
    const expected = Math.fround(exact(value));
    // Numbers below the normal range may be flushed to zero.
    const tolerance = 5e-7 * Math.abs(expected) + 2e-38;
    if (Number.isFinite(expected))
      expect(Math.abs((y[i] as number) - expected), `${name}(${value})`).toBeLessThanOrEqual(tolerance);
    else expect(y[i], `${name}(${value})`).toBe(expected);
  });
});
