import { ArgumentError, formatShape, type Key, type LatentModel, sameShape, split } from '@jensenjs/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { evaluation, type Given } from './given';

/**
 * Means of p(x | z) for `n` draws of z from the prior, [n, ...event]. A condition is [n, ...], a row for each draw.
 * @throws ArgumentError unless n is a positive integer, the condition has n rows and a prior that depends on it a batch
 * of n; and as the model does.
 */
export function sample(key: Key, model: LatentModel, n: number, given: Given = {}): Tensor {
  if (!Number.isInteger(n) || n < 1) throw new ArgumentError('sample', `n must be a positive integer, got ${n}.`);
  if (given.condition && given.condition.shape[0] !== n)
    throw new ArgumentError(
      'sample',
      `expected a condition of ${n} rows, one for each sample, got shape ${formatShape(given.condition.shape)}.` +
        ' Give n rows; to draw several samples of one condition, repeat its row.',
    );
  return tidy(() => {
    const [forPrior, forZ, forDecoder] = split(key, 3);
    const prior = typeof model.prior === 'function' ? model.prior(evaluation(forPrior, given)) : model.prior;
    if (prior.batchShape.length > 0 && !sameShape(prior.batchShape, [n]))
      throw new ArgumentError(
        'sample',
        `expected a prior of batch shape [] or [${n}], got ${formatShape(prior.batchShape)}. Draw as many samples as the` +
          ' condition has rows.',
      );
    const z = prior.sample(forZ, prior.batchShape.length === 0 ? [n] : []); // [n, ...latent]
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
