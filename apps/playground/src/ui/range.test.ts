import { expect, test } from 'vitest';
import { rangeOf } from './range';

test('the beginning of long curves may leave the chart, the rest is on it with a margin', () => {
  const falling = Array.from({ length: 100 }, (_, i) => (i < 10 ? 1000 - i : 10 - i / 10));
  const [low, high] = rangeOf([falling]);
  expect(low).toBeLessThan(0.1);
  expect(low).toBeGreaterThan(-1);
  expect(high).toBeGreaterThan(9);
  expect(high).toBeLessThan(10);
});

test('all curves count, short ones whole', () => {
  const [low, high] = rangeOf([[1, 2], [7]]);
  expect(low).toBeLessThan(1);
  expect(high).toBeGreaterThan(7);
});

test('there is a range for no point, and for equal ones', () => {
  expect(rangeOf([[]])).toEqual([0, 1]);
  const [low, high] = rangeOf([[5, 5]]);
  expect(high).toBeGreaterThan(low);
});
