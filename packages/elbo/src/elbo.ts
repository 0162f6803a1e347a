import {
  ArgumentError,
  createUpdates,
  type Estimator,
  type EstimatorArguments,
  type KlFunction,
  split,
} from '@jensenjs/core';
import { mean, neg, type Scalar, sub, type Tensor } from '@tensorflow/tfjs-core';
import { type Call, checkSamples, drawLatent, drawTerms, expectShape, isJoint, meanOfSamples } from './draw';
import { isMonteCarlo } from './monte-carlo';
import { parametersOf } from './parameters';
import { scoped } from './scoped';

export interface ElboOptions {
  /**
   * KL(q(z | x) ‖ p(z)): `klDivergence`, which finds the closed form in a table; one formula, for example
   * `klIndependent(klNormalNormal)`, which leaves the table out of a bundle; or `monteCarlo()`. It has no default, since
   * a default would bring the table along. A formula of your own may be for narrower types than it is given.
   */
  readonly kl: KlFunction<never, never>;
  /** Draws of z per datapoint that are averaged; 1 when left out. */
  readonly samples?: number;
}

/**
 * The evidence lower bound L = E_q[log p(x | z)] − KL(q(z | x) ‖ p(z)) ≤ log p(x) (D. Kingma & M. Welling 2014,
 * equations 3 and 10; M. Jordan et al. 1999), with pathwise gradients through z.
 *
 * Metrics, [batch], nats: `bound`, `reconstruction` = E_q[log p(x | z)], `kl`.
 * @throws ArgumentError, by `estimate`, when the posterior is not reparameterised, when the shapes of posterior, prior,
 * likelihood and x do not fit, and for a joint model unless `kl` is `monteCarlo()`: such a model has densities to
 * compare, but no distributions.
 */
export function elbo({ kl, samples = 1 }: ElboOptions): Estimator<true> {
  checkSamples('elbo', samples);
  return {
    kind: 'elbo',
    estimate: ({ key, model, batch, training = true }) =>
      scoped(() => {
        const updates = createUpdates();
        const call = { where: 'elbo', model, batch, training, updates, samples };
        const { reconstruction, divergence } = boundTerms(key, call, kl, { stopped: false });
        const bound = sub(reconstruction, divergence); // [batch]
        return {
          losses: [{ loss: neg(mean<Scalar>(bound)), parameters: parametersOf(model) }],
          bound,
          metrics: { bound, reconstruction, kl: divergence },
          updates: updates.entries(),
        };
      }),
    parameters: {},
    state: {},
    dispose: () => {},
  };
}

/** E_q[log p(x | z)] and KL(q ‖ p), each [batch], nats. With `stopped`, no gradient flows through z. */
export function boundTerms(
  key: EstimatorArguments['key'],
  call: Call<EstimatorArguments['model']>,
  kl: KlFunction<never, never>,
  { stopped }: { readonly stopped: boolean },
): { reconstruction: Tensor; divergence: Tensor } {
  const { where, model, batch, samples } = call;
  const average = (x: Tensor): Tensor => meanOfSamples(x, samples);
  if (isJoint(model)) {
    if (!isMonteCarlo(kl))
      throw new ArgumentError(where, 'a joint model has no distributions to compare. Use kl: monteCarlo().');
    const { logLikelihood, logPrior, logPosterior } = drawTerms(key, call, { stopped });
    return { reconstruction: average(logLikelihood), divergence: average(sub(logPosterior, logPrior)) };
  }
  const [forDraw, forKl] = split(key, 2);
  const { posterior, prior, z, logLikelihood } = drawLatent(forDraw, { ...call, model }, { stopped });
  const divergence = (kl as unknown as KlFunction)(posterior, prior, { key: forKl, sample: z });
  expectShape(where, 'KL(q ‖ p)', divergence, [batch.x.shape[0]]);
  return { reconstruction: average(logLikelihood), divergence };
}
