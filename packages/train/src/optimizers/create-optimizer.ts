import { ArgumentError, type Optimizer, type Slots } from '@jensenjs/core';
import {
  add,
  addN,
  clone,
  div,
  maximum,
  mul,
  type Scalar,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { checkNumber, checkPositive } from '../check';
import { constant, type Schedule } from '../schedules';

/** What all optimisers take. */
export interface OptimizerOptions {
  /** A rate, or one for every count of updates. */
  readonly learningRate: number | Schedule;
  /** Scales the gradients down together where their global norm exceeds this (R. Pascanu et al. 2013, algorithm 1). */
  readonly clipNorm?: number;
  /** Decay in [0, 1) of an exponential moving average of the parameters, kept in the slot `average`. */
  readonly ema?: number;
}

interface Updated {
  readonly parameter: Tensor;
  readonly slots: Slots;
}

/** The part in which optimisers differ. */
interface Rule {
  readonly kind: string;
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly init: (parameter: Tensor) => Slots;
  /** What is the same for all parameters of an update is computed once, before any. */
  readonly begin: (rate: Scalar, count: Scalar) => (parameter: Tensor, gradient: Tensor, slots: Slots) => Updated;
}

/** An optimiser from its rule, with clipping and averaging around it. @throws ArgumentError on options out of range. */
export function createOptimizer(rule: Rule, { learningRate, clipNorm, ema }: OptimizerOptions): Optimizer {
  const { kind, hyperparameters, init, begin } = rule;
  if (clipNorm !== undefined) checkPositive(kind, 'clipNorm', clipNorm);
  if (ema !== undefined) checkNumber(kind, 'ema', ema, 0, 1);
  return {
    spec: {
      kind,
      hyperparameters,
      ...(clipNorm === undefined ? {} : { clipNorm }),
      ...(ema === undefined ? {} : { ema }),
    },
    learningRate: checkedSchedule(kind, learningRate),
    init: (parameter) =>
      tidy(() => ({ ...init(parameter), ...(ema === undefined ? {} : { average: clone(parameter) }) })),
    update: ({ gradients, parameters, slots, rate, count }) =>
      tidy(() => {
        const used = clipNorm === undefined ? gradients : clip(gradients, clipNorm);
        const apply = begin(rate, count);
        const updated = parameters.map((parameter, i) => {
          const next = apply(parameter, used[i] as Tensor, slots[i] as Slots);
          if (ema === undefined) return next;
          const average = lerp(slots[i]?.average as Tensor, next.parameter, 1 - ema);
          return { ...next, slots: { ...next.slots, average } };
        });
        return { parameters: updated.map(({ parameter }) => parameter), slots: updated.map((next) => next.slots) };
      }),
  };
}

/** a + weight · (b − a): a moving average of one more value. */
export function lerp(a: Tensor, b: Tensor, weight: number): Tensor {
  return add(a, mul(sub(b, a), weight));
}

function clip(gradients: readonly Tensor[], bound: number): Tensor[] {
  if (gradients.length === 0) return [];
  const norm = sqrt(addN(gradients.map((gradient) => sum(square(gradient)))));
  const scale = div(bound, maximum(norm, bound));
  return gradients.map((gradient) => mul(gradient, scale));
}

/** A user's schedule may return anything: what is no rate must not reach the parameters. */
function checkedSchedule(kind: string, learningRate: number | Schedule): Schedule {
  if (typeof learningRate === 'number') checkNumber(kind, 'learningRate', learningRate);
  else if (typeof learningRate !== 'function')
    throw new ArgumentError(kind, `learningRate is ${typeof learningRate}, and must be a number or a schedule.`);
  const schedule = typeof learningRate === 'number' ? constant(learningRate) : learningRate;
  const checked = (count: number): number => checkNumber(kind, `learningRate(${count})`, schedule(count));
  return schedule.description === undefined ? checked : Object.assign(checked, { description: schedule.description });
}
