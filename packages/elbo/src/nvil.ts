import {
  ArgumentError,
  createUpdates,
  type Estimator,
  type Module,
  nameVariables,
  split,
  stopGradient,
} from '@jensenjs/core';
import {
  add,
  addN,
  div,
  maximum,
  mean,
  moments,
  mul,
  neg,
  reshape,
  type Scalar,
  scalar,
  sqrt,
  sub,
  type Tensor,
  tidy,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';
import { checkSamples, drawTerms, expectShape, isJoint, logWeight, meanOfSamples } from './draw';
import { parametersOf } from './parameters';
import { scoped } from './scoped';

export interface NvilOptions {
  /** C(x), the input-dependent baseline: a network from x to [batch] or [batch, 1]. The estimator owns its variables. */
  readonly baseline?: Module;
  /** Whether to divide the learning signal by max(1, its running standard deviation); false when left out. */
  readonly normalizeVariance?: boolean;
  /** α, the decay of the running mean and variance; 0.8 when left out. */
  readonly decay?: number;
  /** Draws of z per datapoint that are averaged; 1 when left out. */
  readonly samples?: number;
}

/**
 * The bound L = E_q[log p(x, z) − log q(z | x)] of any posterior, discrete ones included, with gradients by the score
 * function: neural variational inference and learning (A. Mnih & K. Gregor 2014, sections 2.2 and 2.3, algorithm 1).
 *
 * The learning signal l = log p(x, z) − log q(z | x) of ∇ log q(z | x) is centred by C(x) and by a running mean c of
 * l − C(x), and divided by max(1, √v) where asked. C is trained to predict the signal. Unlike algorithm 1, c and v are
 * those from before this batch, so that the gradient stays unbiased. They start at 0 and are changed through updates only.
 * One surrogate gives all three gradients, so the forward pass runs once.
 *
 * Metrics, [batch], nats: `bound`, `reconstruction` = log p(x | z), `kl` = log q(z | x) − log p(z), at the drawn z.
 * @throws ArgumentError, by `estimate`, when shapes do not fit, or for a reparameterised joint model, whose draws carry
 * gradients that do not belong here: use elbo.
 */
export function nvil(options: NvilOptions = {}): Estimator {
  const { baseline, normalizeVariance = false, decay = 0.8, samples = 1 } = options;
  checkSamples('nvil', samples);
  if (!(decay >= 0 && decay < 1)) throw new ArgumentError('nvil', `decay must be in [0, 1), got ${decay}.`);
  const zero = (): Variable => tidy(() => variable(scalar(0), false));
  const running: { readonly mean: Variable; readonly variance?: Variable } = {
    mean: zero(),
    ...(normalizeVariance && { variance: zero() }),
  };
  const baselineParameters = nameVariables({ baseline: baseline?.parameters ?? {} });

  return {
    kind: 'nvil',
    estimate: ({ key, model, batch, training = true }) =>
      scoped(() => {
        if (isJoint(model) && model.reparameterized)
          throw new ArgumentError('nvil', 'the joint model is reparameterised. Use elbo, whose gradients vary less.');
        const updates = createUpdates();
        const [forDraw, forBaseline] = split(key, 2);
        const call = { where: 'nvil', model, batch, training, updates, samples };
        const terms = drawTerms(forDraw, call, { stopped: true });
        const weight = logWeight(terms); // [(samples), batch]
        const predicted =
          baseline && perExample(baseline.apply(batch.x, { training, updates, key: forBaseline }), batch.x);

        const uncentred = stopGradient(predicted ? sub(weight, predicted) : weight); // [(samples), batch]
        const centred = sub(uncentred, running.mean);
        const signal = running.variance ? div(centred, maximum(1, sqrt(running.variance))) : centred;
        if (training) {
          const current = moments(uncentred);
          const follow = (v: Variable, value: Tensor): void =>
            updates.write(v, add(mul(v, decay), mul(value, 1 - decay)));
          follow(running.mean, current.mean);
          if (running.variance) follow(running.variance, current.variance);
        }

        // ∇θ log p(x, z), signal · ∇φ log q(z | x) and signal · ∇ψ C(x): no term has the variables of another.
        const scored = predicted ? add(terms.logPosterior, predicted) : terms.logPosterior;
        const surrogate = addN([terms.logLikelihood, terms.logPrior, mul(signal, scored)]);
        const bound = meanOfSamples(weight, samples); // [batch]
        return {
          losses: [
            {
              loss: neg(mean<Scalar>(surrogate)),
              parameters: [...new Set([...parametersOf(model), ...Object.values(baselineParameters)])],
            },
          ],
          bound,
          metrics: {
            bound,
            reconstruction: meanOfSamples(terms.logLikelihood, samples),
            kl: meanOfSamples(sub(terms.logPosterior, terms.logPrior), samples),
          },
          updates: updates.entries(),
        };
      }),
    parameters: baselineParameters,
    state: { ...running, ...nameVariables({ baseline: baseline?.state ?? {} }) },
    dispose: () => {
      for (const moment of Object.values(running)) moment.dispose();
      baseline?.dispose();
    },
  };
}

/** A baseline's output [batch] or [batch, 1] as [batch]. */
function perExample(predicted: Tensor, x: Tensor): Tensor {
  const size = x.shape[0];
  if (predicted.shape.length === 2 && predicted.shape[1] === 1) return reshape(predicted, [size]);
  expectShape('nvil', 'the baseline', predicted, [size]);
  return predicted;
}
