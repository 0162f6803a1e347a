import { ArgumentError, formatShape, type Key, type LatentModel, sameShape, split } from '@jensenjs/core';
import { expandDims, squeeze, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { evaluation, expectOneRow, type Given } from './given';
import { linearPath, sphericalPath } from './path';

export interface Interpolation {
  /** Number of images, both ends included; at least 2. */
  readonly steps: number;
  /**
   * `linear` when left out. `spherical` (T. White 2016) keeps the length of z where both ends have the same: draws of a
   * standard normal in d dimensions have lengths near √d, and the middle of a line between two is shorter than any draw.
   */
  readonly path?: 'linear' | 'spherical';
}

const PATHS = { linear: linearPath, spherical: sphericalPath } as const;

/**
 * Means of p(x | z) along a path between two latent points, from [...latent] to [...latent]: [steps, ...event]. The
 * spherical path is linear where it has no definition: between parallel and antiparallel vectors, in the second case
 * through zero, and from or to zero. A condition is [1, ...], the same for all. The key is for models that draw in
 * evaluation.
 * @throws ArgumentError when `steps` is not an integer of at least 2, the path is unknown, an end is not one point of
 * the prior's event shape, or the condition has several rows; and as the model does.
 */
export function interpolate(
  key: Key,
  model: LatentModel,
  from: Tensor,
  to: Tensor,
  { steps, path = 'linear' }: Interpolation,
  given: Given = {},
): Tensor {
  const where = 'interpolate';
  if (!Number.isInteger(steps) || steps < 2)
    throw new ArgumentError(where, `steps must be an integer of at least 2, both ends included, got ${steps}.`);
  if (!Object.hasOwn(PATHS, path))
    throw new ArgumentError(where, `expected path to be one of ${Object.keys(PATHS).join(', ')}, got ${path}.`);
  expectOneRow(where, given);
  return tidy(() => {
    const [forPrior, forDecoder] = split(key, 2);
    const { eventShape } = typeof model.prior === 'function' ? model.prior(evaluation(forPrior, given)) : model.prior;
    if (![from, to].every(({ shape }) => sameShape(shape, eventShape)))
      throw new ArgumentError(
        where,
        `expected two latent points of shape ${formatShape(eventShape)}, as the prior, got ${formatShape(from.shape)} and` +
          ` ${formatShape(to.shape)}. Of a batch, as encode returns it, take one row each.`,
      );
    const z = expandDims(PATHS[path](from, to, steps), 1); // [steps, 1, ...latent]
    return squeeze(model.likelihood(z, evaluation(forDecoder, given)).mean(), [1]); // [steps, ...event]
  });
}
