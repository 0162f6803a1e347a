import type { Optimizer } from '@jensenjs/core';
import { add, mul, sub, type Tensor, zerosLike } from '@tensorflow/tfjs-core';
import { checkNumber } from '../check';
import { createOptimizer, type OptimizerOptions } from './create-optimizer';

export interface MomentumOptions extends OptimizerOptions {
  /** μ in [0, 1); 0.9 when left out. */
  readonly momentum?: number;
  /** Looks ahead by one step; false when left out. */
  readonly nesterov?: boolean;
}

/**
 * Gradient descent with a velocity in the slot `velocity`: u ← μ u + g, θ ← θ − α u (B. Polyak 1964). With `nesterov`,
 * θ ← θ − α (g + μ u) (I. Sutskever et al. 2013, equations 3 and 4). As in PyTorch the rate multiplies the velocity and is
 * not part of it, so that a change of rate acts at once.
 * @throws ArgumentError on options out of range.
 */
export function momentum(options: MomentumOptions): Optimizer {
  const { momentum: mu = 0.9, nesterov = false } = options;
  checkNumber('momentum', 'momentum', mu, 0, 1);
  return createOptimizer(
    {
      kind: 'momentum',
      hyperparameters: { momentum: mu, nesterov: nesterov ? 1 : 0 },
      init: (parameter) => ({ velocity: zerosLike(parameter) }),
      begin: (rate) => (parameter, gradient, slots) => {
        const velocity = add(mul(slots.velocity as Tensor, mu), gradient);
        const direction = nesterov ? add(gradient, mul(velocity, mu)) : velocity;
        return { parameter: sub(parameter, mul(direction, rate)), slots: { velocity } };
      },
    },
    options,
  );
}
