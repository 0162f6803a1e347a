import { ArgumentError, type Module, randomUniform } from '@jensenjs/core';
import { cast, clone, div, greaterEqual, mul } from '@tensorflow/tfjs-core';
import { fromFunction } from './from-function';

/**
 * Sets each element to zero with probability `rate` and divides the others by 1 − rate, so that the expectation stays
 * (N. Srivastava et al. 2014, section 10, the inverted form). Identity in evaluation.
 * @throws ArgumentError when `rate` is outside [0, 1); by `apply` in training without a key.
 */
export function dropout({ rate }: { readonly rate: number }): Module {
  if (!(rate >= 0 && rate < 1)) throw new ArgumentError('dropout', `rate must be in [0, 1), got ${rate}.`);
  return fromFunction((x, { training, key }) => {
    if (!training || rate === 0) return clone(x);
    if (!key) throw new ArgumentError('dropout', 'needs a key in training. Pass context.key to apply.');
    const kept = cast(greaterEqual(randomUniform(key, x.shape), rate), 'float32'); // the shape of x
    return div(mul(x, kept), 1 - rate);
  });
}
