import {
  ArgumentError,
  type Batch,
  type Distribution,
  formatShape,
  type JointModel,
  type Key,
  type LatentModel,
  type ModelContext,
  sameShape,
  split,
  stopGradient,
  type Updates,
} from '@jensenjs/core';
import { add, addN, mean, stack, sub, type Tensor } from '@tensorflow/tfjs-core';

/** How a model is to be called. */
export interface Call<M> {
  /** The public function that asks, for errors. */
  readonly where: string;
  readonly model: M;
  readonly batch: Batch;
  readonly training: boolean;
  readonly updates?: Updates;
  /** Draws of z per datapoint. One draw has no leading dimension. */
  readonly samples: number;
}

/** Latent variables drawn from the posterior: z [(samples), batch, ...latent] and log p(x | z) [(samples), batch]. */
export interface LatentDraw<R extends boolean = boolean> {
  readonly posterior: Distribution<R>;
  readonly prior: Distribution;
  readonly z: Tensor;
  readonly logLikelihood: Tensor;
}

/** The terms of log p(x, z) − log q(z | x), each [(samples), batch], nats. */
export interface LogTerms {
  readonly logLikelihood: Tensor;
  readonly logPrior: Tensor;
  readonly logPosterior: Tensor;
}

export function isJoint<R extends boolean>(model: LatentModel<R> | JointModel<R>): model is JointModel<R> {
  return 'joint' in model;
}

function contextFor({ batch, training, updates }: Call<unknown>): (key: Key) => ModelContext {
  const { condition, index } = batch;
  const shared = { training, ...(condition && { condition }), ...(index && { index }), ...(updates && { updates }) };
  return (key) => ({ ...shared, key });
}

/**
 * Draws z and evaluates the likelihood. With `stopped`, no gradient flows through z.
 * @throws ArgumentError when shapes of posterior, prior, likelihood and x do not fit, and without `stopped` when the
 * posterior is not reparameterised.
 */
export function drawLatent<R extends boolean>(
  key: Key,
  call: Call<LatentModel<R>>,
  { stopped }: { readonly stopped: boolean },
): LatentDraw<R> {
  const { where, model, batch, samples } = call;
  const context = contextFor(call);
  const [forPosterior, forPrior, forZ, forLikelihood] = split(key, 4);
  const posterior = model.posterior(batch.x, context(forPosterior));
  if (!stopped) requirePathwise(where, posterior);
  const prior = typeof model.prior === 'function' ? model.prior(context(forPrior)) : model.prior;
  checkPosterior(where, posterior, prior, batch.x);
  const drawn = posterior.sample(forZ, samples === 1 ? [] : [samples]);
  const z = stopped ? stopGradient(drawn) : drawn;
  const likelihood = model.likelihood(z, context(forLikelihood));
  checkLikelihood(where, likelihood, batch.x);
  const logLikelihood = likelihood.logProb(batch.x);
  expectShape(where, 'log p(x | z)', logLikelihood, perExample(call));
  return { posterior, prior, z, logLikelihood };
}

/**
 * One draw per sample and the log densities, of a latent model with `stopped` as in `drawLatent`. A joint model draws by
 * itself: what flows through its draws is its own matter.
 */
export function drawTerms(
  key: Key,
  call: Call<LatentModel | JointModel>,
  { stopped }: { readonly stopped: boolean },
): LogTerms {
  const { where, model } = call;
  if (isJoint(model)) {
    if (!stopped) requirePathwise(where, model);
    return drawJoint(key, { ...call, model });
  }
  const { posterior, prior, z, logLikelihood } = drawLatent(key, { ...call, model }, { stopped });
  const [logPrior, logPosterior] = [prior.logProb(z), posterior.logProb(z)];
  expectShape(where, 'log p(z)', logPrior, perExample(call));
  expectShape(where, 'log q(z | x)', logPosterior, perExample(call));
  return { logLikelihood, logPrior, logPosterior };
}

function drawJoint(key: Key, call: Call<JointModel>): LogTerms {
  const { where, model, batch, samples } = call;
  const context = contextFor(call);
  const draws = split(key, samples).map((k) => {
    const [forDraw, forContext] = split(k, 2);
    const { logLikelihood, latents } = model.joint(forDraw, batch.x, context(forContext));
    return {
      logLikelihood,
      logPrior: addN(latents.map(({ logPrior }) => logPrior)), // [batch]
      logPosterior: addN(latents.map(({ logPosterior }) => logPosterior)), // [batch]
    };
  });
  const join = (term: keyof LogTerms): Tensor => {
    const terms = draws.map((draw) => draw[term]);
    const joined = samples === 1 ? (terms[0] as Tensor) : stack(terms); // [(samples), batch]
    expectShape(where, term, joined, perExample(call));
    return joined;
  };
  return { logLikelihood: join('logLikelihood'), logPrior: join('logPrior'), logPosterior: join('logPosterior') };
}

/** log p(x, z) − log q(z | x), the shape of its terms. */
export function logWeight({ logLikelihood, logPrior, logPosterior }: LogTerms): Tensor {
  return sub(add(logLikelihood, logPrior), logPosterior);
}

/** The mean over samples, [(samples), batch] to [batch]. */
export function meanOfSamples(x: Tensor, samples: number): Tensor {
  return samples === 1 ? x : mean(x, 0);
}

export function checkSamples(where: string, samples: number): void {
  if (!Number.isInteger(samples) || samples < 1)
    throw new ArgumentError(where, `samples must be a positive integer, got ${samples}.`);
}

function perExample({ batch, samples }: Call<unknown>): number[] {
  const size = batch.x.shape[0];
  return samples === 1 ? [size] : [samples, size];
}

/** What the types refuse, for callers without types: the gradient would lack the part through z. */
function requirePathwise(where: string, { reparameterized }: { readonly reparameterized: boolean }): void {
  if (!reparameterized)
    throw new ArgumentError(where, 'the posterior is not reparameterised, so it has no pathwise gradients. Use nvil.');
}

// Without these checks, broadcasting would hide a wrong shape in a wrong bound.

function checkPosterior(where: string, posterior: Distribution, prior: Distribution, x: Tensor): void {
  const batch = x.shape.slice(0, 1);
  if (!sameShape(posterior.batchShape, batch))
    throw new ArgumentError(
      where,
      `expected a posterior of batch shape ${formatShape(batch)}, got ${formatShape(posterior.batchShape)}.` +
        ' Make the dimensions of z its event, for example with independent.',
    );
  if (!sameShape(posterior.eventShape, prior.eventShape))
    throw new ArgumentError(
      where,
      `the posterior draws z of shape ${formatShape(posterior.eventShape)}, but the prior is over ` +
        `${formatShape(prior.eventShape)}. Give both the same event shape.`,
    );
}

function checkLikelihood(where: string, likelihood: Distribution, x: Tensor): void {
  const event = x.shape.slice(1);
  if (!sameShape(likelihood.eventShape, event))
    throw new ArgumentError(
      where,
      `the likelihood is over x of shape ${formatShape(likelihood.eventShape)}, but an x of the batch has ` +
        `${formatShape(event)}. Change the decoder's output, its event rank, or the data.`,
    );
}

export function expectShape(where: string, what: string, x: Tensor, shape: readonly number[]): void {
  if (!sameShape(x.shape, shape))
    throw new ArgumentError(
      where,
      `expected ${what} of shape ${formatShape(shape)}, one number per datapoint, got ${formatShape(x.shape)}.`,
    );
}
