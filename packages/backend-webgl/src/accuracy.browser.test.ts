import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { webgl } from './webgl';

beforeAll(() => webgl().activate(), 60_000);

// Float64 references, over many orders of magnitude and at the ends of the range.
const magnitudes = Array.from({ length: 300 }, (_, i) => 2 ** (-30 + i / 8));
const ends = [0, 20, -20, 88, -88, 1e30, -1e30, Infinity, -Infinity, Number.NaN];
const both = [...magnitudes, ...magnitudes.map((x) => -x), ...ends];
const nearOne = magnitudes.flatMap((x) => [1 + Math.min(1, x), 1 - Math.min(1, x)]);
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const orNaN =
  (f: (x: number) => number) =>
  (x: number): number =>
    Number.isNaN(x) ? x : f(x);
const { scale, alpha } = { scale: 1.0507009873554805, alpha: 1.6732632423543772 };

const references: Readonly<
  Record<string, readonly [operation: (x: Tensor) => Tensor, exact: (x: number) => number, at?: readonly number[]]>
> = {
  exp: [tf.exp, Math.exp],
  expm1: [tf.expm1, Math.expm1],
  log: [tf.log, Math.log, [...both, ...nearOne]],
  log1p: [tf.log1p, Math.log1p, [...both, -1, -2, ...magnitudes.map((x) => Math.min(1, x) - 1)]],
  softplus: [tf.softplus, softplus],
  logSigmoid: [tf.logSigmoid, (x) => -softplus(-x)],
  sigmoid: [tf.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  tanh: [tf.tanh, Math.tanh],
  sinh: [tf.sinh, Math.sinh],
  asinh: [tf.asinh, Math.asinh],
  atanh: [tf.atanh, Math.atanh, [...both, ...magnitudes.map((x) => 1 - Math.min(1, x)), 1, -1]],
  elu: [tf.elu, (x) => (x >= 0 ? x : Math.expm1(x))],
  selu: [tf.selu, (x) => scale * (x >= 0 ? x : alpha * Math.expm1(x))],
  relu: [tf.relu, orNaN((x) => Math.max(x, 0))],
  relu6: [tf.relu6, orNaN((x) => Math.min(6, Math.max(x, 0)))],
  leakyRelu: [(x) => tf.leakyRelu(x, 0.1), (x) => (x >= 0 ? x : 0.1 * x)],
  clipByValue: [(x) => tf.clipByValue(x, -1, 2), orNaN((x) => Math.min(2, Math.max(-1, x)))],
  'clipByValue without end': [(x) => tf.clipByValue(x, 0, Infinity), orNaN((x) => Math.max(0, x))],
  sqrt: [tf.sqrt, Math.sqrt],
  rsqrt: [tf.rsqrt, (x) => 1 / Math.sqrt(x)],
  square: [tf.square, (x) => x * x],
  'a quotient': [(x) => tf.div(x, 3), (x) => x / 3],
  'a cube': [(x) => tf.pow(x, 3), (x) => x ** 3],
  'maximum with 0': [(x) => tf.maximum(x, 0), orNaN((x) => Math.max(0, x))],
  'minimum with 0': [(x) => tf.minimum(0, x), orNaN((x) => Math.min(0, x))],
};

test.each(Object.entries(references))('%s', async (_name, [operation, exact, at = both]) => {
  const x = Float32Array.from(at);
  const y = await operation(tf.tensor1d(x)).data();
  x.forEach((value, i) => {
    const expected = Math.fround(exact(value));
    // Of e^x GLSL ES promises 3 + 2 |x| units in the last place. Numbers below the normal range may be flushed to zero.
    const tolerance = 5e-6 * Math.abs(expected) + 2e-38;
    if (Number.isFinite(expected))
      expect(Math.abs((y[i] as number) - expected), `at ${value}`).toBeLessThanOrEqual(tolerance);
    else expect(y[i], `at ${value}`).toBe(expected);
  });
});

test('powers at the ends of the range', async () => {
  const pairs: readonly (readonly [number, number])[] = [0, 1, -2, 3, Infinity, Number.NaN].flatMap((a) =>
    [0, 0.5, 1, 2, -1, -2, 3].map((b) => [a, b] as const),
  );
  const y = await tf.pow(tf.tensor1d(pairs.map(([a]) => a)), tf.tensor1d(pairs.map(([, b]) => b))).data();
  pairs.forEach(([a, b], i) => {
    if (Number.isNaN(a ** b)) expect(y[i], `${a} ** ${b}`).toBeNaN();
    else expect(y[i], `${a} ** ${b}`).toBeCloseTo(a ** b, 5);
  });
});

test.each(Object.entries({ sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min, prod: tf.prod }))(
  'NaN is not hidden by %s',
  async (_, reduce) => {
    const x = new Float32Array(400).fill(0.5);
    x[77] = Number.NaN;
    const [first, second] = await reduce(tf.tensor2d(x, [2, 200]), 1).data();
    expect(first).toBeNaN();
    expect(second).not.toBeNaN();
  },
);
