import { ArgumentError, formatShape, type Key, type LatentModel, sameShape } from '@jensenjs/core';
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
 * @throws ArgumentError when `steps` is not an integer of at least 2, the path is unknown, the shapes of both ends differ, or
 * the condition has several rows; and as the model does.
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
  if (!sameShape(from.shape, to.shape))
    throw new ArgumentError(
      where,
      `expected two latent points of the same shape, got ${formatShape(from.shape)} and ${formatShape(to.shape)}.`,
    );
  expectOneRow(where, given);
  return tidy(() => {
    const z = expandDims(PATHS[path](from, to, steps), 1); // [steps, 1, ...latent]
    return squeeze(model.likelihood(z, evaluation(key, given)).mean(), [1]); // [steps, ...event]
  });
}
