import type { Optimizer, Slots } from '@jensenjs/core';
import { add, div, maximum, mul, sqrt, square, sub, type Tensor, zerosLike } from '@tensorflow/tfjs-core';
import { checkNumber, checkPositive } from '../check';
import { createOptimizer, lerp } from './create-optimizer';
import { addDecay, decayConstant, type WeightDecayOptions } from './weight-decay';

export interface RmspropOptions extends WeightDecayOptions {
  /** ρ, the decay of the averages, in [0, 1); 0.99 when left out. */
  readonly decay?: number;
  /** Added to the root; 1e-8 when left out. */
  readonly epsilon?: number;
  /** μ in [0, 1) of a velocity of the steps; 0 when left out. */
  readonly momentum?: number;
  /** Divides by the gradient's standard deviation instead of its root mean square; false when left out. */
  readonly centered?: boolean;
}

/**
 * RMSprop: steps by the ratio of the gradient to the root of the moving average of its square (T. Tieleman, G. Hinton 2012,
 * "Neural networks for machine learning", lecture 6.5), with the options of PyTorch and their defaults:
 *
 *     v ← ρ v + (1 − ρ) g²        m ← ρ m + (1 − ρ) g, with `centered` (A. Graves 2013, equations 38 to 40)
 *     d = g / (√v + ε)            d = g / (√(v − m²) + ε)
 *     θ ← θ − α d                 u ← μ u + d, θ ← θ − α u, with `momentum`
 *
 * v − m² is at least 0, which rounding could change. Slots: `v`, `mean` with `centered`, `velocity` with `momentum`.
 * @throws ArgumentError on options out of range.
 */
export function rmsprop(options: RmspropOptions): Optimizer {
  const { decay = 0.99, epsilon = 1e-8, momentum: mu = 0, centered = false } = options;
  checkNumber('rmsprop', 'decay', decay, 0, 1);
  checkPositive('rmsprop', 'epsilon', epsilon);
  checkNumber('rmsprop', 'momentum', mu, 0, 1);
  const weightDecay = decayConstant('rmsprop', options);
  return createOptimizer(
    {
      kind: 'rmsprop',
      hyperparameters: { decay, epsilon, momentum: mu, centered: centered ? 1 : 0, weightDecay },
      init: (parameter) => ({
        v: zerosLike(parameter),
        ...(centered ? { mean: zerosLike(parameter) } : {}),
        ...(mu > 0 ? { velocity: zerosLike(parameter) } : {}),
      }),
      begin: (rate) => (parameter, gradient, before) => {
        const slope = addDecay(gradient, parameter, weightDecay);
        const v = lerp(before.v as Tensor, square(slope), 1 - decay);
        const average: Slots = centered ? { mean: lerp(before.mean as Tensor, slope, 1 - decay) } : {};
        const variance = average.mean ? maximum(sub(v, square(average.mean)), 0) : v;
        const ratio = div(slope, add(sqrt(variance), epsilon));
        if (mu === 0) return { parameter: sub(parameter, mul(ratio, rate)), slots: { v, ...average } };
        const velocity = add(mul(before.velocity as Tensor, mu), ratio);
        return { parameter: sub(parameter, mul(velocity, rate)), slots: { v, ...average, velocity } };
      },
    },
    options,
  );
}
