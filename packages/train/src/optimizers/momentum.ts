import type { Optimizer } from '@jensenjs/core';
import { add, mul, sub, type Tensor, zerosLike } from '@tensorflow/tfjs-core';
import { checkNumber } from '../check';
import { createOptimizer } from './create-optimizer';
import { addDecay, decayConstant, type WeightDecayOptions } from './weight-decay';

export interface MomentumOptions extends WeightDecayOptions {
  /** μ in [0, 1); 0.9 when left out. */
  readonly momentum?: number;
  /** Looks ahead by one step; false when left out. */
  readonly nesterov?: boolean;
}

/**
 * Gradient descent with a velocity in the slot `velocity`: u ← μ u + g, θ ← θ − α u (B. Polyak 1964). With `nesterov`,
 * θ ← θ − α (g + μ u) (I. Sutskever et al. 2013, equations 3 and 4). As in PyTorch the rate multiplies the velocity and is
 * not part of it, so that a change of rate acts at once, and g has the weight decay λ θ in it.
 * @throws ArgumentError on options out of range.
 */
export function momentum(options: MomentumOptions): Optimizer {
  const { momentum: mu = 0.9, nesterov = false } = options;
  checkNumber('momentum', 'momentum', mu, 0, 1);
  const weightDecay = decayConstant('momentum', options);
  return createOptimizer(
    {
      kind: 'momentum',
      hyperparameters: { momentum: mu, nesterov: nesterov ? 1 : 0, weightDecay },
      init: (parameter) => ({ velocity: zerosLike(parameter) }),
      begin: (rate) => (parameter, gradient, slots) => {
        const slope = addDecay(gradient, parameter, weightDecay);
        const velocity = add(mul(slots.velocity as Tensor, mu), slope);
        const direction = nesterov ? add(slope, mul(velocity, mu)) : velocity;
        return { parameter: sub(parameter, mul(direction, rate)), slots: { velocity } };
      },
    },
    options,
  );
}
