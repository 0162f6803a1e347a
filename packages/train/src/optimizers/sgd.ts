import type { Optimizer } from '@jensenjs/core';
import { mul, sub } from '@tensorflow/tfjs-core';
import { createOptimizer } from './create-optimizer';
import { addDecay, decayConstant, type WeightDecayOptions } from './weight-decay';

export type SgdOptions = WeightDecayOptions;

/** Gradient descent: θ ← θ − α (g + λ θ). @throws ArgumentError on options out of range. */
export function sgd(options: SgdOptions): Optimizer {
  const weightDecay = decayConstant('sgd', options);
  return createOptimizer(
    {
      kind: 'sgd',
      hyperparameters: { weightDecay },
      init: () => ({}),
      begin: (rate) => (parameter, gradient) => {
        const direction = addDecay(gradient, parameter, weightDecay);
        return { parameter: sub(parameter, mul(direction, rate)), slots: {} };
      },
    },
    options,
  );
}
