import { ArgumentError, formatShape, type Key, type LatentModel } from '@jensenjs/core';
import { expandDims, reshape, squeeze, tensor, type Tensor, tidy, where } from '@tensorflow/tfjs-core';
import { evaluation, expectOneRow, type Given } from './given';

export interface Traversal {
  /** The coordinates of z that change, one after another. */
  readonly dimensions: readonly number[];
  /** What each of them is set to, for example −3 … 3 for a standard normal prior. */
  readonly values: readonly number[];
}

/**
 * What single latent coordinates do: means of p(x | z), [dimensions, values, ...event], for z [latent] of which image
 * [i, j] has coordinate dimensions[i] set to values[j]. A condition is [1, ...], the same for all. The key is for models
 * that draw in evaluation.
 * @throws ArgumentError when z is not a vector, a dimension is not one of its coordinates, there are no dimensions or
 * values or one is not finite, or the condition has several rows; and as the model does.
 */
export function traverse(
  key: Key,
  model: LatentModel,
  z: Tensor,
  { dimensions, values }: Traversal,
  given: Given = {},
): Tensor {
  check(z, dimensions, values);
  expectOneRow('traverse', given);
  return tidy(() => {
    const changes = dimensions.flatMap((d) => Array.from({ length: z.size }, (_, i) => i === d));
    const mask = tensor(changes, [dimensions.length, 1, z.size], 'bool');
    const all = where(mask, reshape(tensor([...values]), [-1, 1]), z); // [dimensions, values, latent]
    const images = model.likelihood(expandDims(all, 2), evaluation(key, given)).mean();
    return squeeze(images, [2]); // [dimensions, values, 1, ...event] before
  });
}

function check(z: Tensor, dimensions: readonly number[], values: readonly number[]): void {
  const fail = (message: string): never => {
    throw new ArgumentError('traverse', message);
  };
  if (z.shape.length !== 1)
    fail(
      `expected z of shape [latent], one latent vector, got ${formatShape(z.shape)}. Take a row, or one of encode's.`,
    );
  const last = z.size - 1;
  if (dimensions.length === 0) fail('dimensions are empty. Name the coordinates of z that are to change.');
  for (const d of dimensions)
    if (!Number.isInteger(d) || d < 0 || d > last)
      fail(`expected dimensions that are integers from 0 to ${last}, the coordinates of z, got ${d}.`);
  if (values.length === 0 || !values.every(Number.isFinite))
    fail(`expected finite values, at least one, got [${values.join(', ')}].`);
}
