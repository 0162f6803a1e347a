import { fixture } from '@jensenjs/testing/node';
import { expect, it } from 'vitest';
import {
  constant,
  cosine,
  describeSchedule,
  exponentialDecay,
  linear,
  piecewise,
  type Schedule,
  stepDecay,
  warmUp,
} from './schedules';

const factories = { cosine, linear, exponentialDecay, stepDecay, piecewise } as const;
interface Reference {
  readonly schedules: readonly {
    readonly kind: keyof typeof factories;
    readonly settings: Record<string, number>;
    readonly rates: readonly number[];
  }[];
}

for (const { kind, settings, rates } of fixture<Reference>('optimizers/pytorch.json').schedules)
  it(`${kind} ${JSON.stringify(settings)} is PyTorch's`, () => {
    const schedule = (factories[kind] as unknown as (settings: Record<string, number>) => Schedule)(settings);
    rates.forEach((rate, count) => expect(schedule(count)).toBeCloseTo(rate, 12));
  });

it('stays at its last value', () => {
  expect(cosine({ from: 1, to: 0.25, steps: 10 })(1e9)).toBe(0.25);
  expect(linear({ from: 1, to: 0.25, steps: 10 })(1e9)).toBe(0.25);
  expect(piecewise({ values: [1], boundaries: [] })(1e9)).toBe(1);
});

it('warms up to any schedule, which then begins at 0', () => {
  const after = linear({ from: 0.8, to: 0.4, steps: 4 });
  const schedule = warmUp({ steps: 4, schedule: after });
  const expected = [0.2, 0.4, 0.6, 0.8, 0.8, 0.7, 0.6, 0.5, 0.4, 0.4];
  expected.forEach((rate, count) => expect(schedule(count)).toBeCloseTo(rate, 14));
});

it('describes all that determines it', () => {
  expect(constant(1e-3).description).toBe('constant(rate: 0.001)');
  expect(warmUp({ steps: 5, schedule: cosine({ from: 0.1, steps: 9 }) }).description).toBe(
    'warmUp(steps: 5, schedule: cosine(from: 0.1, to: 0, steps: 9, warmup: 0))',
  );
  expect(describeSchedule((count) => 1 / (count + 1))).toBe('custom');
});

it.each([
  ['constant', () => constant(-1), /rate is -1/],
  ['linear', () => linear({ from: 1, to: Number.NaN, steps: 1 }), /to is NaN/],
  ['cosine steps', () => cosine({ from: 1, steps: 0 }), /steps is 0, and must be a whole number of at least 1/],
  ['cosine warm-up', () => cosine({ from: 1, steps: 5, warmup: 5 }), /warmup is 5, and must be less than all 5 steps/],
  ['exponentialDecay', () => exponentialDecay({ from: 1, factor: 0, steps: 1 }), /factor is 0/],
  ['stepDecay', () => stepDecay({ from: 1, factor: 0.5, steps: 1.5 }), /steps is 1.5/],
  ['piecewise order', () => piecewise({ values: [1, 2, 3], boundaries: [5, 5] }), /boundaries\[1\] is 5.*at least 6/],
  ['piecewise lengths', () => piecewise({ values: [1], boundaries: [5] }), /1 values and 1 boundaries/],
  ['warmUp', () => warmUp({ steps: 0, schedule: constant(1) }), /steps is 0/],
])('%s refuses values out of range', (_, make, message) => {
  expect(make).toThrow(message);
});
