import { erf, tensor } from '@tensorflow/tfjs-core';
import { expectClose, expectWithinStandardErrors } from '@jensenjs/testing';
import { describe, expect, it, vi } from 'vitest';
import type { Noise } from './contracts/key';
import { drawArray, foldIn, key, permutation } from './key';
import { fillNormal, normalTable } from './normal-quantile';
import reference from './reference/quantiles.json';
import { threefry2x32 } from './threefry';
import { fillExponential } from './transforms';

const words = Int32Array.from(reference.words, (word) => word | 0);
const count = words.length;

describe('quantiles of words, against 60 digits', () => {
  it('normal: to 1e-10 relative, in the middle and in the tails alike', () => {
    const got = new Float64Array(count);
    fillNormal(words, normalTable(), got, 0, count);
    expectClose(got, reference.normal, { relative: 1e-10, absolute: 0 });
  });
  it('exponential: to the last place of a double', () => {
    const got = new Float64Array(count);
    fillExponential(words, got, 0, count);
    expectClose(got, reference.exponential, { relative: 2.3e-16, absolute: 0 });
  });
});

const kinds: readonly Noise[] = [
  { kind: 'bits' },
  { kind: 'uniform' },
  { kind: 'normal' },
  { kind: 'exponential' },
  { kind: 'integers', low: -5, high: 1000 },
];

it.each(kinds)('$kind: a shorter draw is the beginning of a longer one', (noise) => {
  // Below 1024 elements JavaScript makes the words, above WebAssembly; 10 001 takes several blocks and ends within one.
  const long = drawArray(key(3), noise, 10_001);
  for (const size of [1, 2, 7, 1023, 1024, 4097]) expect(drawArray(key(3), noise, size)).toEqual(long.slice(0, size));
});

it('draws the same where WebAssembly is forbidden', async () => {
  const expected = kinds.map((noise) => drawArray(key(3), noise, 10_001));
  const order = permutation(key(3), 10_001);
  vi.resetModules();
  vi.stubGlobal('WebAssembly', undefined);
  const { hostNoise, hostPermutation } = await import('./noise');
  expect(kinds.map((noise) => hostNoise([0, 3], noise, 10_001))).toEqual(expected);
  expect(hostPermutation([0, 3], 10_001)).toEqual(order);
  vi.unstubAllGlobals();
});

const n = 1 << 18;

/** Asserts that the numbers have this distribution function: Kolmogorov's √n·D exceeds 1.95 once in a thousand. */
function expectDistribution(numbers: Float32Array, cdf: (sorted: Float32Array) => ArrayLike<number>): void {
  const sorted = numbers.slice().sort();
  const p = cdf(sorted);
  let worst = 0;
  for (let i = 0; i < sorted.length; i++)
    worst = Math.max(worst, Math.abs((p[i] as number) - (i + 0.5) / sorted.length));
  expect(worst * Math.sqrt(sorted.length)).toBeLessThan(1.95);
}

const normalCdf = (x: Float32Array): ArrayLike<number> =>
  erf(tensor(x.map((v) => v * Math.SQRT1_2)))
    .dataSync()
    .map((v) => 0.5 + 0.5 * v);

it('normal: distribution, moments, tails, independence of neighbours', () => {
  const x = drawArray(key(1), { kind: 'normal' }, n);
  expectDistribution(x, normalCdf);
  [0, 1, 0, 3, 0, 15].forEach((moment, i) => {
    expectWithinStandardErrors(
      x.map((v) => v ** (i + 1)),
      moment,
    );
  });
  // P(|X| > t)
  for (const [t, p] of [
    [1, 0.31731050786291415],
    [3, 0.0026997960632601866],
    [4, 6.334248366623973e-5],
  ] as const)
    expectWithinStandardErrors(
      x.map((v) => Number(Math.abs(v) > t)),
      p,
    );
  for (const lag of [1, 2, 3])
    expectWithinStandardErrors(
      x.subarray(lag).map((v, i) => v * (x[i] as number)),
      0,
    );
});

it('exponential: distribution, moments, tails', () => {
  const x = drawArray(key(2), { kind: 'exponential' }, n);
  expectDistribution(x, (sorted) => sorted.map((v) => -Math.expm1(-v)));
  [1, 2, 6].forEach((moment, i) => {
    expectWithinStandardErrors(
      x.map((v) => v ** (i + 1)),
      moment,
    );
  });
  expectWithinStandardErrors(
    x.map((v) => Number(v > 8)),
    Math.exp(-8),
  );
  expect(Math.min(...x.subarray(0, 1e5))).toBeGreaterThan(0);
});

it('uniform: distribution, on [0, 1)', () => {
  const x = drawArray(key(3), { kind: 'uniform' }, n);
  expectDistribution(x, (sorted) => sorted);
  expect(x.every((v) => v >= 0 && v < 1)).toBe(true);
});

it('bits: each is set half of the time', () => {
  const x = drawArray(key(4), { kind: 'bits' }, 1 << 16);
  for (let bit = 0; bit < 32; bit++)
    expectWithinStandardErrors(
      x.map((v) => (v >>> bit) & 1),
      0.5,
    );
});

describe('integers', () => {
  it.each([
    [0, 1],
    [0, 10],
    [-7, 8],
    [0, 0x200000],
    [-5, 0x1ffffc],
    [0, 0x7fffffff],
    [-(2 ** 31), 2 ** 31],
    [-(2 ** 31), 2 ** 31 - 5],
  ])('in [%d, %d) are the exact product', (low, high) => {
    const k = key(77);
    const got = drawArray(k, { kind: 'integers', low, high }, 500);
    const expected = Array.from(got, (_, i) => {
      const [a, b] = threefry2x32(...k.words(), 0, i);
      return low + Number((((BigInt(a) << 32n) | BigInt(b)) * BigInt(high - low)) >> 64n);
    });
    expect([...got]).toEqual(expected);
  });
  it('reach each value equally often', () => {
    const got = drawArray(key(78), { kind: 'integers', low: 3, high: 8 }, 50_000);
    for (let value = 3; value < 8; value++)
      expectWithinStandardErrors(
        got.map((v) => Number(v === value)),
        0.2,
      );
  });
});

describe('permutation', () => {
  it.each([0, 1, 2, 33, 5000])('of %i holds each number once', (size) => {
    const order = permutation(key(1), size);
    expect([...order].sort((a, b) => a - b)).toEqual([...Array(size).keys()]);
  });
  it('moves things', () => {
    const order = permutation(key(1), 5000);
    // Fixed points of a random order: Poisson(1).
    expect(order.filter((v, i) => v === i).length).toBeLessThan(8);
  });
  it('has every order with the same probability', () => {
    const counts = new Map<string, number>();
    const draws = 24_000;
    for (let i = 0; i < draws; i++) {
      const order = permutation(foldIn(key(9), i), 4).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquare = [...counts.values()].reduce((sum, c) => sum + (c - draws / 24) ** 2 / (draws / 24), 0);
    // 23 degrees of freedom: above 49.7 once in a thousand.
    expect(chiSquare).toBeLessThan(49.7);
  });
});
