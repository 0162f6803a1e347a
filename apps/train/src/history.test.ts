import { expect, test } from 'vitest';
import { lastEpoch, toPoint } from './history';

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
  expect(lastEpoch(points)).toEqual({ bound: -98, reconstruction: -78, kl: 20 });
});
