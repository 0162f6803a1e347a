import { expect, test } from 'vitest';
import { createDigest, type Digest } from './digest';

test('reports that come too fast are told later, as their average', () => {
  const told: Digest[] = [];
  let time = 0;
  const digest = createDigest(
    (one) => told.push(one),
    () => time,
  );
  const reportAt = (milliseconds: number, step: number, bound: number): void => {
    time = milliseconds;
    digest({ step, examplesPerSecond: 10 * step, metrics: { bound } });
  };
  reportAt(0, 1, -9);
  reportAt(50, 2, -8);
  reportAt(100, 3, -6);
  expect(told).toEqual([{ step: 1, examplesPerSecond: 10, metrics: { bound: -9 } }]);
  reportAt(200, 4, -4);
  expect(told[1]).toEqual({ step: 4, examplesPerSecond: 30, metrics: { bound: -6 } });
  reportAt(900, 5, -1);
  expect(told[2]).toEqual({ step: 5, examplesPerSecond: 50, metrics: { bound: -1 } });
  expect(told.length).toBe(3);
});
