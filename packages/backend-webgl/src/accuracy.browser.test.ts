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
  cosh: [tf.cosh, Math.cosh],
  asin: [tf.asin, Math.asin],
  acos: [tf.acos, Math.acos],
  atan: [tf.atan, Math.atan],
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

const turns = Array.from({ length: 4001 }, (_, i) => (i - 2000) * 0.0471);
test.each([
  ['sin', tf.sin, Math.sin],
  ['cos', tf.cos, Math.cos],
  ['tan', (x: Tensor) => tf.atan(tf.tan(x)), (x: number) => Math.atan(Math.tan(x))],
] as const)('%s over thirty turns', async (_name, operation, exact) => {
  const x = Float32Array.from([...turns, ...magnitudes]);
  const y = await operation(tf.tensor1d(x)).data();
  x.forEach((value, i) =>
    expect(Math.abs((y[i] as number) - exact(value)), `at ${value}`).toBeLessThan(
      3e-7 * Math.max(1, Math.abs(value) / 50),
    ),
  );
  for (const end of [Infinity, -Infinity, Number.NaN])
    expect((await operation(tf.tensor1d([end])).data())[0], `at ${end}`).toBeNaN();
});

test('powers at the ends of the range', async () => {
  const pairs = pairsOf([0, 1, -2, 3, Infinity, -Infinity, Number.NaN], [0, 0.5, 1, 2, -1, -2, 3, Infinity, -Infinity]);
  const y = await tf.pow(tf.tensor1d(pairs.map(([a]) => a)), tf.tensor1d(pairs.map(([, b]) => b))).data();
  pairs.forEach(([a, b], i) => {
    if (Number.isNaN(a ** b)) expect(y[i], `${a} ** ${b}`).toBeNaN();
    else expect(y[i], `${a} ** ${b}`).toBeCloseTo(a ** b, 5);
  });
});

test.each([
  ['div', tf.div, (a: number, b: number) => a / b],
  ['mod', tf.mod, (a: number, b: number) => floorMod(a, b)],
  ['floorDiv', tf.floorDiv, (a: number, b: number) => Math.floor(a / b) | 0],
  ['atan2', tf.atan2, (a: number, b: number) => Math.atan2(a, b)],
] as const)('%s at zero, infinities and NaN', async (_name, operation, exact) => {
  const numbers = [0, 0.5, -0.5, 3, -3, 6, 1e8, -1e8, Infinity, -Infinity, Number.NaN];
  const pairs = pairsOf(numbers, numbers);
  const y = await operation(tf.tensor1d(pairs.map(([a]) => a)), tf.tensor1d(pairs.map(([, b]) => b))).data();
  pairs.forEach(([a, b], i) => {
    const expected = exact(a, b);
    if (Number.isNaN(expected)) expect(y[i], `${a}, ${b}`).toBeNaN();
    else if (Number.isFinite(expected))
      expect(Math.abs((y[i] as number) - expected), `${a}, ${b}`).toBeLessThanOrEqual(1e-6 * Math.abs(expected));
    else expect(y[i], `${a}, ${b}`).toBe(expected);
  });
});

function pairsOf(first: readonly number[], second: readonly number[]): (readonly [number, number])[] {
  return first.flatMap((a) => second.map((b) => [a, b] as const));
}

/** Of the sign of b, as tfjs's cpu backend has it. */
function floorMod(a: number, b: number): number {
  const rest = a % b;
  return a < 0 === b < 0 ? rest : (rest + b) % b;
}

test('activations that are fused with a product are as right as by themselves', async () => {
  const values = [1e-6, -1e-6, -3, Infinity, -Infinity, ...magnitudes.map((x) => -x)];
  const a = tf.tensor2d(values, [values.length, 1]);
  const b = tf.ones<tf.Rank.R2>([1, 1]);
  for (const activation of ['relu', 'relu6', 'elu', 'leakyrelu'] as const) {
    const fused = await tf.fused.matMul({ a, b, activation, leakyreluAlpha: 0.1 }).data();
    const own = { relu: tf.relu, relu6: tf.relu6, elu: tf.elu, leakyrelu: (x: Tensor) => tf.leakyRelu(x, 0.1) };
    expect([...fused], activation).toEqual([...(await own[activation](a).data())]);
  }
});

test('extremes reach infinity, and softmax follows them', async () => {
  const x = tf.neg(tf.div(tf.ones([3, 200]), 0));
  expect([...(await tf.max(x, 1).data())]).toEqual([-Infinity, -Infinity, -Infinity]);
  expect([...(await tf.min(tf.neg(x), 0, true).data())]).toEqual(new Array(200).fill(Infinity));
  expect(
    (await tf.max(tf.maxPool(tf.reshape<tf.Rank.R4>(tf.tile(x, [1, 2]), [3, 20, 20, 1]), 2, 2, 'valid')).data())[0],
  ).toBe(-Infinity);
  for (const value of await tf.softmax(x).data()) expect(value).toBeNaN();
});

test('reductions of no elements', async () => {
  const x = tf.zeros([2, 0, 3]);
  const results = { sum: tf.sum, prod: tf.prod, max: tf.max, min: tf.min, mean: tf.mean };
  const expected = { sum: 0, prod: 1, max: -Infinity, min: Infinity, mean: Number.NaN };
  for (const name of Object.keys(results) as (keyof typeof results)[]) {
    const y = results[name](x, 1);
    expect([name, y.shape, [...(await y.data())]]).toEqual([name, [2, 3], new Array(6).fill(expected[name])]);
  }
  expect((await tf.all(tf.zeros([0], 'bool')).data())[0]).toBe(1);
  expect((await tf.any(tf.zeros([0], 'bool')).data())[0]).toBe(0);
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
