import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { webgpu } from './webgpu';

beforeAll(async () => {
  await webgpu().activate();
  tf.env().set('WEBGPU_CPU_FORWARD', false);
}, 60_000);

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

// The ends only, where it is 2x/√π and ±1.
const errorFunction = (x: number): number => (Math.abs(x) > 6 ? Math.sign(x) : (2 * x) / Math.sqrt(Math.PI));

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
  prelu: [(x) => tf.prelu(x, tf.mul(tf.onesLike(x), 0.1)), (x) => (x >= 0 ? x : 0.1 * x)],
  'clipByValue without end': [(x) => tf.clipByValue(x, 0, Infinity), orNaN((x) => Math.max(0, x))],
  cosh: [tf.cosh, Math.cosh],
  acosh: [tf.acosh, Math.acosh, [...both, ...magnitudes.map((x) => 1 + x)]],
  asin: [tf.asin, Math.asin],
  acos: [tf.acos, Math.acos],
  atan: [tf.atan, Math.atan],
  erf: [tf.erf, errorFunction, [...both, 0.5, 1, 1.5, 2, 3, 4].filter((x) => Math.abs(x) <= 1e-3 || Math.abs(x) > 6)],
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
    // Of e^x WGSL promises 3 + 2 |x| units in the last place. Numbers below the normal range may be flushed to zero.
    const tolerance = 5e-6 * Math.abs(expected) + 2e-38;
    if (Number.isFinite(expected))
      expect(Math.abs((y[i] as number) - expected), `at ${value}`).toBeLessThanOrEqual(tolerance);
    else expect(y[i], `at ${value}`).toBe(expected);
  });
});

const angles = Array.from({ length: 2000 }, (_, i) => (i - 1000) / 20);

test.each([
  ['sin', tf.sin, Math.sin],
  ['cos', tf.cos, Math.cos],
] as const)('%s', async (_, operation, exact) => {
  const y = await operation(tf.tensor1d([...angles, 1e4, Infinity])).data();
  angles.forEach((x, i) => expect(Math.abs((y[i] as number) - exact(Math.fround(x))), `at ${x}`).toBeLessThan(3e-7));
  expect(y[angles.length]).toBeCloseTo(exact(1e4), 4);
  expect(y[angles.length + 1]).toBeNaN();
});

test('tan', async () => {
  const y = await tf.tan(tf.tensor1d(angles)).data();
  angles.forEach((angle, i) => {
    const x = Math.fround(angle);
    const tolerance = 1e-6 * (1 + Math.tan(x) ** 2);
    expect(Math.abs((y[i] as number) - Math.tan(x)), `at ${x}`).toBeLessThan(tolerance);
  });
});

test('integers keep their last digits', async () => {
  const [a, b] = [tf.tensor1d([16_777_217, -16_777_219, 7, -7], 'int32'), tf.tensor1d([2, 3, 0, 2], 'int32')];
  const results = [tf.add(a, b), tf.sub(a, b), tf.maximum(a, b), tf.floorDiv(a, b), tf.mod(a, b)];
  expect(await Promise.all(results.map(async (x) => Array.from(await x.data())))).toEqual([
    [16_777_219, -16_777_216, 7, -5],
    [16_777_215, -16_777_222, 7, -9],
    [16_777_217, 3, 7, 2],
    [8_388_608, -5_592_407, 0, -4],
    [1, 2, 0, 1],
  ]);
  expect(Array.from(await tf.equal(a, tf.add(a, tf.scalar(1, 'int32'))).data())).toEqual([0, 0, 0, 0]);
  expect(Array.from(await tf.pow(tf.tensor1d([6, -3, 2], 'int32'), tf.tensor1d([3, 5, 0], 'int32')).data())).toEqual([
    216, -243, 1,
  ]);
});

test('comparisons and casts of NaN, casts beyond the range', async () => {
  const [x, nan] = [tf.tensor1d([1, Number.NaN]), tf.tensor1d([1, Number.NaN])];
  expect(Array.from(await tf.equal(x, nan).data())).toEqual([1, 0]);
  expect(Array.from(await tf.notEqual(x, nan).data())).toEqual([0, 1]);
  expect(Array.from(await tf.greaterEqual(x, nan).data())).toEqual([1, 0]);
  expect(Array.from(await tf.cast(nan, 'bool').data())).toEqual([1, 1]);
  expect(Array.from(await tf.cast(tf.tensor1d([Number.NaN, -2.7, 3e9, 1e10, Infinity]), 'int32').data())).toEqual(
    Array.from(Int32Array.from([Number.NaN, -2.7, 3e9, 1e10, Infinity])),
  );
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
