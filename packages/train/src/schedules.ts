import { ArgumentError } from '@jensenjs/core';
import { checkInteger, checkNumber, checkPositive } from './check';

/**
 * The learning rate of the update that comes after `count` updates of one objective. A pure function. Any function
 * of a number will do; those made here carry a description, by which a resumed run is checked against its checkpoint.
 */
export interface Schedule {
  (count: number): number;
  readonly description?: string;
}

function describe(kind: string, settings: object, schedule: (count: number) => number): Schedule {
  const words = Object.entries(settings).map(([name, value]) => `${name}: ${String(value)}`);
  return Object.assign(schedule, { description: `${kind}(${words.join(', ')})` });
}

/** The same rate always. @throws ArgumentError unless it is finite and not negative. */
export function constant(rate: number): Schedule {
  checkNumber('constant', 'rate', rate);
  return describe('constant', { rate }, () => rate);
}

/** A straight line over `steps` updates, then `to`. @throws ArgumentError on rates or steps out of range. */
export function linear({ from, to, steps }: { from: number; to: number; steps: number }): Schedule {
  checkNumber('linear', 'from', from);
  checkNumber('linear', 'to', to);
  checkInteger('linear', 'steps', steps);
  return describe('linear', { from, to, steps }, (count) => from + (to - from) * Math.min(1, count / steps));
}

/**
 * Half a period of a cosine over `steps` updates, then `to` (I. Loshchilov, F. Hutter 2017, "SGDR", equation 5, without
 * restarts). The first `warmup` of the steps rise linearly to `from`.
 * @throws ArgumentError on rates or steps out of range.
 */
export function cosine(settings: { from: number; to?: number; steps: number; warmup?: number }): Schedule {
  const { from, to = 0, steps, warmup = 0 } = settings;
  checkNumber('cosine', 'from', from);
  checkNumber('cosine', 'to', to);
  checkInteger('cosine', 'steps', steps);
  checkInteger('cosine', 'warmup', warmup, 0);
  if (warmup >= steps)
    throw new ArgumentError('cosine', `warmup is ${warmup}, and must be less than all ${steps} steps.`);
  return describe('cosine', { from, to, steps, warmup }, (count) => {
    if (count < warmup) return (from * (count + 1)) / warmup;
    const progress = Math.min(1, (count - warmup) / (steps - warmup));
    return to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;
  });
}

/** from · factor^(count / steps): a decay by `factor` in every `steps` updates. @throws ArgumentError on values out of range. */
export function exponentialDecay(settings: { from: number; factor: number; steps: number }): Schedule {
  const { from, factor, steps } = settings;
  checkNumber('exponentialDecay', 'from', from);
  checkPositive('exponentialDecay', 'factor', factor);
  checkInteger('exponentialDecay', 'steps', steps);
  return describe('exponentialDecay', { from, factor, steps }, (count) => from * factor ** (count / steps));
}

/** Multiplies the rate by `factor` after every `steps` updates. @throws ArgumentError on values out of range. */
export function stepDecay(settings: { from: number; factor: number; steps: number }): Schedule {
  const { from, factor, steps } = settings;
  checkNumber('stepDecay', 'from', from);
  checkPositive('stepDecay', 'factor', factor);
  checkInteger('stepDecay', 'steps', steps);
  return describe('stepDecay', { from, factor, steps }, (count) => from * factor ** Math.floor(count / steps));
}

/**
 * values[i] from boundaries[i − 1] updates on, until boundaries[i].
 * @throws ArgumentError unless there is one value more than boundaries, and these rise.
 */
export function piecewise({
  values,
  boundaries,
}: {
  values: readonly number[];
  boundaries: readonly number[];
}): Schedule {
  values.forEach((value, i) => checkNumber('piecewise', `values[${i}]`, value));
  boundaries.forEach((boundary, i) =>
    checkInteger('piecewise', `boundaries[${i}]`, boundary, (boundaries[i - 1] ?? 0) + 1),
  );
  if (values.length !== boundaries.length + 1)
    throw new ArgumentError(
      'piecewise',
      `${values.length} values and ${boundaries.length} boundaries were given. There must be one value more than boundaries.`,
    );
  const settings = { values: `[${values.join(', ')}]`, boundaries: `[${boundaries.join(', ')}]` };
  return describe('piecewise', settings, (count) => {
    const next = boundaries.findIndex((boundary) => count < boundary);
    return values[next < 0 ? boundaries.length : next] as number;
  });
}

/**
 * Rises linearly over `steps` updates to the first rate of `schedule`, which follows with its count from 0.
 * @throws ArgumentError unless `steps` is a positive integer.
 */
export function warmUp({ steps, schedule }: { steps: number; schedule: Schedule }): Schedule {
  checkInteger('warmUp', 'steps', steps);
  return describe('warmUp', { steps, schedule: describeSchedule(schedule) }, (count) =>
    count < steps ? (schedule(0) * (count + 1)) / steps : schedule(count - steps),
  );
}

/** The description of a schedule; `custom` for a function that has none. */
export function describeSchedule(schedule: Schedule): string {
  return schedule.description ?? 'custom';
}
