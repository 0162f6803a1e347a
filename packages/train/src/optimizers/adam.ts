import type { Optimizer, Slots } from '@jensenjs/core';
import {
  add,
  cast,
  div,
  expm1,
  mul,
  neg,
  type Scalar,
  sqrt,
  square,
  sub,
  type Tensor,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { checkNumber, checkPositive } from '../check';
import { createOptimizer, lerp, type OptimizerOptions } from './create-optimizer';

export interface AdamOptions extends OptimizerOptions {
  /** Decay of the first moment, in [0, 1); 0.9 when left out. */
  readonly beta1?: number;
  /** Decay of the second moment, in [0, 1); 0.999 when left out. */
  readonly beta2?: number;
  /** Added to the square root of the corrected second moment; 1e-8 when left out. */
  readonly epsilon?: number;
}

/** Constants of Adam, checked. */
export function adamConstants(where: string, { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions) {
  checkNumber(where, 'beta1', beta1, 0, 1);
  checkNumber(where, 'beta2', beta2, 0, 1);
  checkPositive(where, 'epsilon', epsilon);
  return { beta1, beta2, epsilon };
}

/** Slots `m` and `v`: the moving averages of the gradient and of its square. */
export function adamSlots(parameter: Tensor): Slots {
  return { m: zerosLike(parameter), v: zerosLike(parameter) };
}

/**
 * The step α m̂ / (√v̂ + ε) of algorithm 1, with both bias corrections moved into scalars:
 * (α √c₂ / c₁) m / (√v + ε √c₂), cᵢ = 1 − βᵢᵗ.
 */
export function adamStep(constants: { beta1: number; beta2: number; epsilon: number }, rate: Scalar, count: Scalar) {
  const { beta1, beta2, epsilon } = constants;
  const t = cast(count, 'float32');
  // 1 − βᵗ loses half of its digits in float32 while t is small; expm1 keeps them.
  const correction = (beta: number): Tensor => neg(expm1(mul(t, Math.log(beta))));
  const root = sqrt(correction(beta2));
  const scale = div(mul(rate, root), correction(beta1));
  const floor = mul(root, epsilon);
  return (gradient: Tensor, slots: Slots): { step: Tensor; slots: Slots } => {
    const m = lerp(slots.m as Tensor, gradient, 1 - beta1);
    const v = lerp(slots.v as Tensor, square(gradient), 1 - beta2);
    return { step: mul(div(m, add(sqrt(v), floor)), scale), slots: { m, v } };
  };
}

/**
 * Adam (D. Kingma, J. Ba 2015, algorithm 1): steps by the ratio of the bias-corrected mean of the gradient to the root of
 * that of its square, with ε outside the root.
 * @throws ArgumentError on options out of range.
 */
export function adam(options: AdamOptions): Optimizer {
  const constants = adamConstants('adam', options);
  return createOptimizer(
    {
      kind: 'adam',
      hyperparameters: constants,
      init: adamSlots,
      begin: (rate, count) => {
        const stepOf = adamStep(constants, rate, count);
        return (parameter, gradient, before) => {
          const { step, slots } = stepOf(gradient, before);
          return { parameter: sub(parameter, step), slots };
        };
      },
    },
    options,
  );
}
