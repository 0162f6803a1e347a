import { ArgumentError, type KlFunction } from '@jensenjs/core';
import { mean, sub, tidy } from '@tensorflow/tfjs-core';
import { checkSamples } from './draw';

/** A KL that needs only densities, so that it also serves joint models. */
export interface MonteCarloKlFunction extends KlFunction {
  readonly monteCarlo: true;
}

/**
 * KL(q ‖ p) ≈ log q(z) − log p(z), for any pair of distributions over the same z. Without `samples` it uses the draw that
 * the estimator already has, with `samples` it averages over that many draws of its own.
 * @throws ArgumentError, when called, without a sample or key to use.
 */
export function monteCarlo({ samples }: { readonly samples?: number } = {}): MonteCarloKlFunction {
  if (samples !== undefined) checkSamples('monteCarlo', samples);
  const estimate: KlFunction = (p, q, draw) =>
    tidy(() => {
      const own = samples === undefined ? draw?.sample : draw && p.sample(draw.key, [samples]);
      if (!own) throw new ArgumentError('monteCarlo', 'needs draw.sample, or draw.key when samples is given.');
      const difference = sub(p.logProb(own), q.logProb(own)); // [...samples, ...batch]
      const extra = difference.shape.length - p.batchShape.length;
      return extra > 0
        ? mean(
            difference,
            Array.from({ length: extra }, (_, axis) => axis),
          )
        : difference; // [...batch]
    });
  return Object.assign(estimate, { monteCarlo: true as const });
}

export function isMonteCarlo(kl: object): boolean {
  return 'monteCarlo' in kl && kl.monteCarlo === true;
}
