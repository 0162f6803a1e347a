import { ArgumentError, type KlFunction } from '@jensenjs/core';
import { monteCarloKl } from '@jensenjs/distributions';
import { mean, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** A KL that needs only densities, so that it also serves joint models. */
export interface MonteCarloKlFunction extends KlFunction {
  readonly monteCarlo: true;
}

/**
 * KL(q ‖ p) ≈ log q(z) − log p(z), for any pair of distributions over the same z. Without `samples` it uses the draw that
 * the estimator already has, with `samples`, at least 2, it averages over that many draws of its own.
 * @throws ArgumentError, when called, without a sample or key to use.
 */
export function monteCarlo({ samples }: { readonly samples?: number } = {}): MonteCarloKlFunction {
  const estimate: KlFunction = (p, q, draw) =>
    tidy(() => {
      if (draw && samples !== undefined) return monteCarloKl(draw.key, p, q, { samples }).estimate;
      if (!draw?.sample) throw new ArgumentError('monteCarlo', 'needs draw.sample, or draw.key when samples is given.');
      return meanToRank(sub(p.logProb(draw.sample), q.logProb(draw.sample)), p.batchShape.length);
    });
  return Object.assign(estimate, { monteCarlo: true as const });
}

export function isMonteCarlo(kl: object): boolean {
  return 'monteCarlo' in kl && kl.monteCarlo === true;
}

/** The mean over leading dimensions, [...samples, ...batch] to [...batch]. */
function meanToRank(x: Tensor, rank: number): Tensor {
  const axes = Array.from({ length: x.shape.length - rank }, (_, axis) => axis);
  return axes.length === 0 ? x : mean(x, axes);
}
