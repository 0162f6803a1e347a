import { expect, test } from 'vitest';
import { EMPTY, extend, latest } from './history';

test('a long history keeps its ends, and steps and values together', () => {
  let history = EMPTY;
  for (let step = 10; step <= 100_000; step += 10) history = extend(history, step, { bound: -step, kl: step / 2 });
  const { steps, metrics } = history;
  expect(steps.length).toBeGreaterThan(500);
  expect(steps.length).toBeLessThanOrEqual(1200);
  expect(steps[0]).toBe(10);
  expect(steps.at(-1)).toBe(100_000);
  expect(metrics.bound).toEqual(steps.map((step) => -step));
  expect(metrics.kl).toEqual(steps.map((step) => step / 2));
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
  expect(latest(history, 'bound')).toBe(-100_000);
  expect(latest(EMPTY, 'bound')).toBeUndefined();
});
