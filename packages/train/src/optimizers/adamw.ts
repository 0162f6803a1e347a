import type { Optimizer } from '@jensenjs/core';
import { mul, sub } from '@tensorflow/tfjs-core';
import { checkNumber } from '../check';
import { type AdamOptions, adamConstants, adamSlots, adamStep } from './adam';
import { createOptimizer } from './create-optimizer';

export interface AdamWOptions extends AdamOptions {
  /** λ, multiplied by the learning rate as in PyTorch; 0.01 when left out. */
  readonly weightDecay?: number;
}

/**
 * Adam with decoupled weight decay (I. Loshchilov, F. Hutter 2019, algorithm 2): θ ← θ − α λ θ − (Adam's step). The paper
 * multiplies λ by the schedule only, here as in PyTorch by the whole rate α.
 * @throws ArgumentError on options out of range.
 */
export function adamw(options: AdamWOptions): Optimizer {
  const { weightDecay = 0.01 } = options;
  const constants = adamConstants('adamw', options);
  checkNumber('adamw', 'weightDecay', weightDecay);
  return createOptimizer(
    {
      kind: 'adamw',
      hyperparameters: { ...constants, weightDecay },
      init: adamSlots,
      begin: (rate, count) => {
        const stepOf = adamStep(constants, rate, count);
        const shrink = sub(1, mul(rate, weightDecay));
        return (parameter, gradient, before) => {
          const { step, slots } = stepOf(gradient, before);
          return { parameter: sub(mul(parameter, shrink), step), slots };
        };
      },
    },
    options,
  );
}
