import { Tensor, type TensorLike, tensor } from '@tensorflow/tfjs-core';

/**
 * A tensor itself, borrowed; numbers, nested or typed arrays as a new float32 tensor. Call it inside tf.tidy, which
 * frees the new one and leaves the borrowed.
 */
export function toTensor(value: Tensor | TensorLike): Tensor {
  return value instanceof Tensor ? value : tensor(value as number[], undefined, 'float32');
}
