import { expect, test } from 'vitest';
import { firstGap, lastEpoch, steady, toPoint } from './history';

const line = (step: number, epoch: number, epochProgress: number, bound: number) => ({
  step,
  epoch,
  epochProgress,
  metrics: { 'model/bound': bound, 'model/reconstruction': bound + 20, 'model/kl': 20, 'model/loss': -bound },
  secondsElapsed: step,
});

test('the last epoch counts each report by its steps, and no earlier epoch', () => {
  const points = [line(10, 1, 1, -500), line(18, 2, 0.8, -100), line(20, 2, 1, -90)].map(toPoint);
  expect(points.map(({ epoch }) => epoch)).toEqual([1, 1.8, 2]);
  expect(lastEpoch(points)).toEqual({
    'model/bound': -98,
    'model/reconstruction': -78,
    'model/kl': 20,
    'model/loss': 98,
  });
});

test('means over few steps are no points of a curve', () => {
  const points = [10, 20, 21, 30, 40, 42].map((step) => toPoint(line(step, 1, 0.5, -100)));
  expect(steady(points).map(({ step }) => step)).toEqual([10, 20, 30, 40]);
  expect(steady(points.slice(0, 1))).toHaveLength(1);
});

test('a log has a line for each report up to the checkpoint, or a gap', () => {
  const lines = [3, 6, 7, 10].map((step) => line(step, 1, 0.5, -100));
  expect(firstGap(lines, { last: 11, every: 3, perEpoch: 7 })).toBe(9);
  expect(firstGap(lines, { last: 8, every: 3, perEpoch: 7 })).toBeUndefined();
  expect(firstGap([], { last: 0, every: 3, perEpoch: 7 })).toBeUndefined();
  expect(firstGap(lines.slice(1), { last: 8, every: 3, perEpoch: 7 })).toBe(3);
});
