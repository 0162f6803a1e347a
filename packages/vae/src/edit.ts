import { ArgumentError, formatShape, type Key, type LatentModel, sameShape, split } from '@jensenjs/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { evaluation, type Given } from './given';

/** What is different in the image that is to come out; at least one of both. */
export interface Change {
  /**
   * The new latent variables for z [batch, ...latent], of the same shape: other coordinates, `(z) => tf.add(z, direction)`.
   * It runs within tf.tidy.
   */
  readonly z?: (z: Tensor) => Tensor;
  /** The condition [batch, ...] to decode with, in place of that of x. */
  readonly condition?: Tensor;
}

/**
 * The images x [batch, ...event], changed: means of p(x | z) for z the mean of q(z | x), after `change.z`, given
 * `change.condition`, [batch, ...event]. `given` holds the condition of x as it is. With a new condition alone, a
 * conditional model draws the same style as another class.
 * @throws ArgumentError when `change` holds nothing, or `change.z` gives another shape; and as the model does.
 */
export function edit(key: Key, model: LatentModel, x: Tensor, change: Change, given: Given = {}): Tensor {
  if (!change.z && !change.condition)
    throw new ArgumentError('edit', 'nothing is to change. Give change.z, change.condition or both.');
  return tidy(() => {
    const [forEncoder, forDecoder] = split(key, 2);
    const z = model.posterior(x, evaluation(forEncoder, given)).mean();
    const changed = change.z?.(z) ?? z;
    if (!sameShape(changed.shape, z.shape))
      throw new ArgumentError(
        'edit',
        `expected change.z to return the shape of z, ${formatShape(z.shape)}, got ${formatShape(changed.shape)}.`,
      );
    const wanted = { ...given, ...(change.condition && { condition: change.condition }) };
    return model.likelihood(changed, evaluation(forDecoder, wanted)).mean();
  });
}
