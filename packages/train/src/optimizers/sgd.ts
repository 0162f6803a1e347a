import type { Optimizer } from '@jensenjs/core';
import { mul, sub } from '@tensorflow/tfjs-core';
import { createOptimizer, type OptimizerOptions } from './create-optimizer';

/** Gradient descent: θ ← θ − α g. @throws ArgumentError on options out of range. */
export function sgd(options: OptimizerOptions): Optimizer {
  return createOptimizer(
    {
      kind: 'sgd',
      hyperparameters: {},
      init: () => ({}),
      begin: (rate) => (parameter, gradient) => ({ parameter: sub(parameter, mul(gradient, rate)), slots: {} }),
    },
    options,
  );
}
