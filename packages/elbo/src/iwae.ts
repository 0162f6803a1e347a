import { createUpdates, type Estimator, logMeanExp } from '@jensenjs/core';
import { mean, neg, type Scalar, sub } from '@tensorflow/tfjs-core';
import { checkSamples, drawTerms, logWeight, meanOfSamples } from './draw';
import { parametersOf } from './parameters';
import { scoped } from './scoped';

export interface IwaeOptions {
  /** k, draws of z per datapoint. More make the bound tighter, and a step as many times as dear. */
  readonly samples: number;
}

/**
 * The importance-weighted bound of k = `samples` draws zᵢ ~ q(z | x), L_k = E log (1/k) Σᵢ wᵢ ≤ log p(x) with weights
 * wᵢ = p(x, zᵢ) / q(zᵢ | x) (Y. Burda et al. 2016, equations 8 and 9), with pathwise gradients through every zᵢ: those of
 * log wᵢ, weighted by wᵢ / Σⱼ wⱼ (section 3). L_k rises with k, to log p(x) under mild conditions (theorem 1). One
 * draw gives the evidence lower bound with a Monte Carlo KL. The posterior's gradient gets noisier relative to its size
 * as k grows (T. Rainforth et al. 2018); tens of draws serve well.
 *
 * Metrics, [batch], nats: `bound` is one draw of log (1/k) Σᵢ wᵢ. `reconstruction` and `kl` are plain means over the same
 * k draws, of log p(x | zᵢ) and of log q(zᵢ | x) − log p(zᵢ), so that they mean what they mean for `elbo`. Their
 * difference estimates the evidence lower bound; `bound` is at least that, by Jensen's inequality.
 * @throws ArgumentError unless `samples` is a positive integer; by `estimate`, when the posterior is not reparameterised or
 * the shapes of posterior, prior, likelihood and x do not fit.
 */
export function iwae({ samples }: IwaeOptions): Estimator<true> {
  checkSamples('iwae', samples);
  return {
    kind: 'iwae',
    estimate: ({ key, model, batch, training = true }) =>
      scoped(() => {
        const updates = createUpdates();
        const call = { where: 'iwae', model, batch, training, updates, samples };
        const terms = drawTerms(key, call, { stopped: false });
        const weight = logWeight(terms); // [(samples), batch]
        const bound = samples === 1 ? weight : logMeanExp(weight, 0); // [batch]
        return {
          losses: [{ loss: neg(mean<Scalar>(bound)), parameters: parametersOf(model) }],
          bound,
          metrics: {
            bound,
            reconstruction: meanOfSamples(terms.logLikelihood, samples),
            kl: meanOfSamples(sub(terms.logPosterior, terms.logPrior), samples),
          },
          updates: updates.entries(),
        };
      }),
    parameters: {},
    state: {},
    dispose: () => {},
  };
}
