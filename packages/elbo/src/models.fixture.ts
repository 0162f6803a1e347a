import type { Key, JointModel, LatentModel } from '@jensenjs/core';
import { bernoulli, categorical, independent, normal, standardNormal } from '@jensenjs/distributions';
import { fixture } from '@jensenjs/testing/node';
import {
  add,
  cast,
  gather,
  matMul,
  mul,
  reshape,
  type Tensor,
  tensor,
  transpose,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';

interface LinearGaussian {
  readonly W: number[][];
  readonly b: number[];
  readonly sigma: number;
  readonly records: readonly {
    readonly x: number[];
    readonly log_px: number;
    readonly q_mean: number[];
    readonly q_std: number[];
    readonly expected_log_likelihood: number;
    readonly kl_q_prior: number;
    readonly elbo: number;
    readonly eps: number[][];
    readonly log_weights: number[];
    readonly iwae_bound_by_k: number[];
    readonly elbo_monte_carlo_k8: number;
  }[];
}

interface DiscreteLatent {
  readonly prior_logits: number[];
  readonly likelihood_logits: number[][];
  readonly records: readonly {
    readonly x: number[];
    readonly log_px: number;
    readonly posterior: number[];
    readonly q_logits: number[];
    readonly elbo: number;
    readonly kl_q_prior: number;
    readonly elbo_grad_q_logits: number[];
    readonly expected_iwae_bound_k2: number;
    readonly expected_iwae_bound_k3: number;
  }[];
}

export const linearGaussian = fixture<LinearGaussian>('models/linear_gaussian.json');
export const discreteLatent = fixture<DiscreteLatent>('models/discrete_latent.json');

/** Each entry `copies` times, all entries of one copy after the other. */
const repeat = <T>(entries: readonly T[], copies: number): T[] => Array.from({ length: copies }, () => entries).flat();

export interface Instance<M> {
  readonly model: M;
  readonly x: Tensor;
  /** Parameters by name. */
  readonly variables: Readonly<Record<string, Variable>>;
}

/**
 * z ~ N(0, I), x | z ~ N(W z + b, σ² I) with a q of its own for each of the fixture's observations and copies, so that
 * gradients per draw can be told apart.
 */
export function linearGaussianModel(copies = 1): Instance<LatentModel<true>> {
  const { W, b, sigma, records } = linearGaussian;
  const rows = repeat(records, copies);
  const variables = {
    W: variable(tensor(W)),
    b: variable(tensor(b)),
    sigma: variable(tensor(sigma)),
    qMean: variable(tensor(rows.map((r) => r.q_mean))),
    qStd: variable(tensor(rows.map((r) => r.q_std))),
  };
  const { qMean, qStd, ...generative } = variables;
  const model: LatentModel<true> = {
    prior: standardNormal([2]),
    posterior: () => independent(normal(qMean, qStd), 1),
    likelihood: (z) => {
      const flat = matMul(reshape(z, [-1, 2]), transpose(variables.W)); // [samples·batch, 4]
      const loc = add(reshape(flat, [...z.shape.slice(0, -1), 4]), variables.b);
      return independent(normal(loc, variables.sigma), 1);
    },
    parameters: { generative, inference: { qMean, qStd } },
    state: {},
    dispose: () => {},
  };
  return { model, x: tensor(rows.map((r) => r.x)), variables };
}

/** The same model, as one that draws its latent variables itself: z₁, then z₂. */
export function jointOf({ model, x, variables }: Instance<LatentModel<true>>): Instance<JointModel<true>> {
  return {
    x,
    variables,
    model: {
      reparameterized: true,
      joint: (key: Key, observed, context) => {
        const q = model.posterior(observed, context);
        const z = q.sample(key);
        const prior = typeof model.prior === 'function' ? model.prior(context) : model.prior;
        const half = (t: Tensor): Tensor => mul(t, 0.5);
        const latent = { logPrior: half(prior.logProb(z)), logPosterior: half(q.logProb(z)) };
        return { logLikelihood: model.likelihood(z, context).logProb(observed), latents: [latent, latent] };
      },
      parameters: model.parameters,
      state: {},
      dispose: () => {},
    },
  };
}

/** z in {0 … 7} with given logits, x | z five Bernoulli pixels, and a q of its own for each observation and copy. */
export function discreteLatentModel(
  copies = 1,
  logits: (record: DiscreteLatent['records'][number]) => number[] = (r) => r.q_logits,
): Instance<LatentModel<false>> {
  const { prior_logits, likelihood_logits, records } = discreteLatent;
  const rows = repeat(records, copies);
  const variables = {
    pixels: variable(tensor(likelihood_logits)),
    priorLogits: variable(tensor(prior_logits)),
    qLogits: variable(tensor(rows.map(logits))),
  };
  const { qLogits, ...generative } = variables;
  const model: LatentModel<false> = {
    prior: () => categorical({ logits: variables.priorLogits }),
    posterior: () => categorical({ logits: qLogits }),
    likelihood: (z) => independent(bernoulli({ logits: gather(variables.pixels, cast(z, 'int32')) }), 1),
    parameters: { generative, inference: { qLogits } },
    state: {},
    dispose: () => {},
  };
  return { model, x: tensor(rows.map((r) => r.x)), variables };
}

/** A key that always draws the same noise. */
function fixedKey(draw: (shape: readonly number[]) => Tensor): Key {
  return { fold: () => fixedKey(draw), draw: (_, shape) => draw(shape), words: () => [0, 0] };
}

/** The fixture's noise: draw j of each of its observations, [n, 6, 2], or [6, 2] for the shape of one draw. */
export function fixtureNoise(from = 0): Key {
  const { records } = linearGaussian;
  return fixedKey((shape) => {
    const draws = shape.length === 2 ? 1 : (shape[0] as number);
    const eps = Array.from({ length: draws }, (_, j) => records.map((r) => r.eps[from + j] as number[]));
    return tensor(eps.flat(2), [...shape]);
  });
}
