import { drawArray, key, split } from '@jensenjs/core';
import { expect, it } from 'vitest';
import { frechetDistance } from './frechet.mjs';

/** Rows with independent columns of these means and standard deviations. */
function gaussian(which: number, means: readonly number[], deviations: readonly number[]): number[][] {
  const n = 20_000;
  const [noiseKey] = split(key(which), 1);
  const noise = drawArray(noiseKey, { kind: 'normal' }, n * means.length);
  return Array.from({ length: n }, (_, row) =>
    means.map((mean, i) => mean + (deviations[i] as number) * (noise[row * means.length + i] as number)),
  );
}

it('is the closed form of independent columns', () => {
  // Σ (m₁ − m₂)² + (s₁ − s₂)²
  const distance = frechetDistance(gaussian(1, [0, 1, 0], [1, 2, 1]), gaussian(2, [1, 1, 0], [1, 1, 3]));
  expect(distance).toBeGreaterThan(6 * 0.96);
  expect(distance).toBeLessThan(6 * 1.04);
});

it('does not change when both sets are rotated, and is zero for equal sets', () => {
  const [a, b] = [gaussian(3, [0, 0], [1, 3]), gaussian(4, [2, 0], [2, 0.5])];
  const rotated = (rows: number[][]): number[][] =>
    rows.map(([x = 0, y = 0]) => [0.6 * x - 0.8 * y, 0.8 * x + 0.6 * y]);
  expect(frechetDistance(rotated(a), rotated(b))).toBeCloseTo(frechetDistance(a, b), 6);
  expect(frechetDistance(a, a)).toBeCloseTo(0, 6);
});
