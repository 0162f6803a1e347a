import { clone, scalar, square, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  decode,
  directionalDerivative,
  expectClose,
  expectNoLeak,
  expectWithinStandardErrors,
  finiteDifference,
  float32Tolerance,
  skipsInFloat32,
} from './index';

it('compares numbers within a tolerance', () => {
  expectClose(tensor([1, 2]), [1, 2.00001]);
  expectClose([[1, Number.NaN], [Number.POSITIVE_INFINITY]], [1, Number.NaN, Number.POSITIVE_INFINITY]);
  expect(() => expectClose([1, 2], [1, 2.1])).toThrow(/1 of 2 numbers/);
  expect(() => expectClose(1, Number.NaN)).toThrow();
  expect(() => expectClose(1e30, Number.POSITIVE_INFINITY)).toThrow();
  expect(() => expectClose([1, 2], [1])).toThrow(/expected 1 numbers, got 2/);
  expect(() => expectClose(tensor([[1, 2]]), tensor([1, 2]))).toThrow(/shape/);
});

it('differentiates numerically', () => {
  const x = tensor([
    [1, -2],
    [0.5, 100],
  ]);
  expectClose(
    finiteDifference((t) => sum(square(t)), x),
    [2, -4, 1, 200],
    { relative: 1e-4, absolute: 1e-4 },
  );
  expectClose(
    directionalDerivative((t) => sum(square(t)), [1, 2], [3, -1]),
    2,
    { relative: 1e-4 },
  );
});

it('counts tensors', () => {
  const x = scalar(1);
  expectNoLeak(() => tidy(() => [square(x), { y: square(x) }]));
  expect(() => expectNoLeak(() => square(square(x)))).toThrow(/returned 1 tensors, but 2/);
  expect(() => expectNoLeak(() => x)).toThrow(/returned 1 tensors, but 0/);
  expectNoLeak(() => clone(x));
});

it('judges Monte Carlo means', () => {
  const samples = Array.from({ length: 1000 }, (_, i) => i % 2);
  expectWithinStandardErrors(samples, 0.5);
  expect(() => expectWithinStandardErrors(samples, 0.6)).toThrow(/standard errors/);
  expectWithinStandardErrors(tensor(samples, [500, 2]), [0, 1]);
});

it('reads reference values', () => {
  expect(decode({ a: ['-Infinity', 1, null], b: 'NaN', c: 'text' })).toEqual({
    a: [Number.NEGATIVE_INFINITY, 1, null],
    b: Number.NaN,
    c: 'text',
  });
  expect(float32Tolerance(-100, 10)).toBeCloseTo(2.024e-4, 9);
  expect(skipsInFloat32(1, 1e6, [])).toBe(true);
  expect(skipsInFloat32(1, 1, [{ probs: [0.5, 1 - 1e-12] }])).toBe(true);
  expect(skipsInFloat32(1, 1, [{ probs: [0.5, 1] }, Number.NEGATIVE_INFINITY])).toBe(false);
});
