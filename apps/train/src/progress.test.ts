import { expect, test } from 'vitest';
import { lines, type Status } from './progress';

const status = (step: number, steps: number, perEpoch: number): Status => ({
  epoch: Math.ceil(step / perEpoch),
  epochs: steps / perEpoch,
  epochEnded: step % perEpoch === 0,
  step,
  steps,
  standing: { line: ['bound −100.50', 'KL 20.25'], bar: '' },
  imagesPerSecond: 3210,
  secondsRemaining: steps - step,
});

function linesOf(steps: number, perEpoch: number, secondsPerStep: number): string[] {
  const written: string[] = [];
  let time = 0;
  const progress = lines(
    (line) => written.push(line),
    () => time,
  );
  for (let step = 1; step <= steps; step++) {
    time = step * secondsPerStep;
    progress.training(status(step, steps, perEpoch));
  }
  return written;
}

test('one line for each epoch', () => {
  const written = linesOf(30, 10, 1);
  expect(written).toHaveLength(3);
  expect(written[0]).toBe('epoch 1/3  bound −100.50  KL 20.25  3,210 images/s  0:20 left');
});

test('short epochs do not flood: the first, one in two seconds, the last', () => {
  const written = linesOf(1000, 1, 0.01);
  expect(written.length).toBeLessThanOrEqual(7);
  expect(written[0]).toContain('epoch    1/1000 ');
  expect(written.at(-1)).toContain('epoch 1000/1000');
});

test('long epochs show signs of life', () => {
  const written = linesOf(200, 100, 1);
  expect(written.map((line) => line.split('  ')[0])).toEqual([
    'in epoch 1/2',
    'in epoch 1/2',
    'in epoch 1/2',
    'epoch 1/2',
    'in epoch 2/2',
    'in epoch 2/2',
    'in epoch 2/2',
    'epoch 2/2',
  ]);
});
