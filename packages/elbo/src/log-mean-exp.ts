import { add, exp, isFinite, log, max, mean, sub, type Tensor, tidy, where, zerosLike } from '@tensorflow/tfjs-core';

/**
 * log (1/n) Σᵢ exp xᵢ over the first dimension, [n, ...] to [...]: exact for large |x|, and −∞ where all xᵢ are. It has no
 * gradient: for evaluation only.
 */
export function logMeanExp(x: Tensor): Tensor {
  return tidy(() => {
    const highest = max(x, 0);
    const shift = where(isFinite(highest), highest, zerosLike(highest)); // −∞ − (−∞) would be NaN
    return add(log(mean(exp(sub(x, shift)), 0)), shift);
  });
}
