import { ArgumentError, type Distribution, type Key, stopGradient } from '@jensenjs/core';
import { isFinite, mean, mul, sqrt, square, sub, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { choose } from './masks';

export interface KlEstimate {
  /** Mean of log p(x) − log q(x) over samples x of p, [...batch], nats. May be negative. */
  readonly estimate: Tensor;
  /** Its standard error, [...batch], nats; ∞ where the estimate is not finite. */
  readonly standardError: Tensor;
}

/**
 * Estimates KL(p ‖ q) from `samples` draws of p. The estimate is unbiased. Its gradient is right where p is
 * reparameterised; else it leaves out how the parameters of p change the draws.
 *
 * @throws ArgumentError when `samples` is not an integer of at least 2.
 */
export function monteCarloKl(
  key: Key,
  p: Distribution,
  q: Distribution,
  { samples }: { readonly samples: number },
): KlEstimate {
  if (!Number.isSafeInteger(samples) || samples < 2)
    throw new ArgumentError('monteCarloKl', `expected samples to be an integer of at least 2, got ${samples}.`);
  return tidy(() => {
    const { value, logProb } = p.sampleAndLogProb(key, [samples]);
    const terms = sub(logProb, q.logProb(value)); // [samples, ...batch]
    const estimate = mean(terms, 0);
    const known = stopGradient(isFinite(estimate));
    const squares = sum(square(sub(terms, estimate)), 0);
    const error = stopGradient(sqrt(mul(squares, 1 / (samples * (samples - 1)))));
    return { estimate, standardError: choose(known, error, Number.POSITIVE_INFINITY) };
  });
}
