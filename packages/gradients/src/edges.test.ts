import '@jensenjs/gradients';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';

const values = (f: (x: tf.Tensor) => tf.Tensor, at: number[]): number[] =>
  [...f(tf.tensor1d(at)).dataSync()].map((v) => v + 0);
const first = (f: (x: tf.Tensor) => tf.Tensor) => tf.grad((x: tf.Tensor) => tf.sum(f(x)));
const second = (f: (x: tf.Tensor) => tf.Tensor) => first(first(f));
const third = (f: (x: tf.Tensor) => tf.Tensor) => first(second(f));

describe('powers at base 0', () => {
  test.each([
    [0, 0, 0],
    [1, 1, 0],
    [2, 0, 2],
    [3, 0, 0],
  ])('x^%d has derivatives %d and %d', (exponent, slope, curvature) => {
    const power = (x: tf.Tensor): tf.Tensor => tf.pow(x, exponent);
    expect(values(first(power), [0])).toEqual([slope]);
    expect(values(second(power), [0])).toEqual([curvature]);
  });

  test('a variable exponent has derivatives without NaN', () => {
    const [base, exponent] = tf.grads((a: tf.Tensor, b: tf.Tensor) =>
      tf.sum(tf.addN(tf.grads((u: tf.Tensor, v: tf.Tensor) => tf.sum(tf.pow(u, v)))([a, b]))),
    )([tf.tensor1d([0, 0, 2]), tf.tensor1d([2, 3, 2])]);
    // At 2²: ∂a² = 2 and ∂a∂b = 2 (1 + 2 log 2); ∂b² = 4 log² 2.
    expect([...(base?.dataSync() ?? [])]).toEqual([2, 0, expect.closeTo(2 + 2 * (1 + 2 * Math.log(2)), 5)]);
    expect([...(exponent?.dataSync() ?? [])]).toEqual([
      0,
      0,
      expect.closeTo(4 * Math.log(2) ** 2 + 2 * (1 + 2 * Math.log(2)), 5),
    ]);
  });
});

test('the square root is infinitely steep at 0', () => {
  expect(values(first(tf.sqrt), [0])).toEqual([Infinity]);
});

test.each([1e-30, 1e-20, 1, 1e20, 1e30])('a quotient by %d keeps its derivatives', (b) => {
  const [byA, byB] = tf.grads((x: tf.Tensor, y: tf.Tensor) => tf.sum(tf.div(x, y)))([
    tf.tensor1d([3 * b, 0]),
    tf.scalar(b),
  ]);
  const relative = (x: tf.Tensor | undefined): number[] => [...(x?.dataSync() ?? [])].map((v) => v * b);
  expect(relative(byA)).toEqual([expect.closeTo(1, 5), expect.closeTo(1, 5)]);
  expect(relative(byB)).toEqual([expect.closeTo(-3, 5)]);
});

test('masks inside a differentiated function are constants', () => {
  const safeLog = (x: tf.Tensor): tf.Tensor => {
    const inside = tf.greater(x, 0);
    return tf.where(inside, tf.log(tf.where(inside, x, tf.onesLike(x))), tf.zerosLike(x));
  };
  expect(values(first(safeLog), [-1, 0, 2])).toEqual([0, 0, 0.5]);
});

test('a derivative that is zero everywhere is zero, not an error', () => {
  for (const f of [
    tf.relu,
    tf.abs,
    tf.leakyRelu,
    (x: tf.Tensor) => tf.clipByValue(x, -1, 1),
    (x: tf.Tensor) => tf.max(x),
  ]) {
    expect(values(second(f), [-2, 0.5])).toEqual([0, 0]);
  }
});

test('third derivatives', () => {
  expect(values(third(tf.exp), [0])).toEqual([1]);
  expect(values(third(tf.tanh), [0])).toEqual([-2]);
  // Of x + xy + xyz and of xyz: ∂ᵢ Σⱼ Σₖ ∂ⱼ∂ₖ = 2, whatever the values.
  expect(
    values(
      third((x) => tf.cumprod(x)),
      [0, 1, 0],
    ),
  ).toEqual([2, 2, 2]);
  expect(
    values(
      third((x) => tf.prod(x)),
      [2, 0, 5],
    ),
  ).toEqual([2, 2, 2]);
});

test('gather accepts indices that depend on the input', () => {
  const atMaximum = (x: tf.Tensor): tf.Tensor => tf.gather(x, tf.argMax(x));
  expect(values(first(atMaximum), [1, 3, 2])).toEqual([0, 1, 0]);
});

describe('refused rather than silently wrong', () => {
  test('complex tensors', () => {
    expect(() => tf.grad((x: tf.Tensor) => tf.sum(tf.abs(x)))(tf.complex([1], [2]))).toThrow('complex');
  });

  test('maximum pools over volumes with windows of unequal sides', () => {
    const pool = (x: tf.Tensor): tf.Tensor => tf.maxPool3d(x as tf.Tensor5D, [1, 2, 3], 1, 'valid');
    expect(() => first(pool)(tf.ones([1, 2, 4, 4, 1]))).toThrow('unequal height and width, got 2 × 3');
  });
});
