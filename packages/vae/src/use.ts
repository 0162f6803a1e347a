import { ArgumentError, type Key, type LatentModel, type ModelContext, split } from '@jensenjs/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';

/** What a conditional model, or one with a posterior per datapoint, needs besides x or z. */
export interface Given {
  /** [batch, ...]. */
  readonly condition?: Tensor;
  /** int32 [batch]. */
  readonly index?: Tensor;
}

const evaluation = (key: Key, given: Given): ModelContext => ({ ...given, key, training: false });

/**
 * Means of p(x | z) for `n` draws of z from the prior, [n, ...event]. For a prior that depends on a condition, that
 * condition is [n, ...].
 * @throws ArgumentError unless n is a positive integer, and as the model does.
 */
export function sample(key: Key, model: LatentModel, n: number, given: Given = {}): Tensor {
  if (!Number.isInteger(n) || n < 1) throw new ArgumentError('sample', `n must be a positive integer, got ${n}.`);
  return tidy(() => {
    const [forPrior, forZ, forDecoder] = split(key, 3);
    const z =
      typeof model.prior === 'function'
        ? model.prior(evaluation(forPrior, given)).sample(forZ)
        : model.prior.sample(forZ, [n]); // [n, ...latent]
    return model.likelihood(z, evaluation(forDecoder, given)).mean();
  });
}

/**
 * Means of q(z | x), [batch, ...latent], for x [batch, ...event]. The key is for models that draw in evaluation; networks
 * like `mlp` do not.
 * @throws ArgumentError as the model does, when x does not fit.
 */
export function encode(key: Key, model: LatentModel, x: Tensor, given: Given = {}): Tensor {
  return tidy(() => model.posterior(x, evaluation(key, given)).mean());
}

/**
 * Means of p(x | z) for z [...samples, batch, ...latent], [...samples, batch, ...event]. The key is as for `encode`.
 * @throws ArgumentError as the model does, when z does not fit.
 */
export function decode(key: Key, model: LatentModel, z: Tensor, given: Given = {}): Tensor {
  return tidy(() => model.likelihood(z, evaluation(key, given)).mean());
}

/**
 * Means of p(x | z) for one draw of z from q(z | x), the shape of x [batch, ...event].
 * @throws ArgumentError as the model does, when x does not fit.
 */
export function reconstruct(key: Key, model: LatentModel, x: Tensor, given: Given = {}): Tensor {
  return tidy(() => {
    const [forEncoder, forZ, forDecoder] = split(key, 3);
    const z = model.posterior(x, evaluation(forEncoder, given)).sample(forZ);
    return model.likelihood(z, evaluation(forDecoder, given)).mean();
  });
}
