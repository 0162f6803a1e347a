import { ArgumentError, broadcastShapes, formatShape, toTensor } from '@jensenjs/core';
import type { Tensor, TensorLike } from '@tensorflow/tfjs-core';

/** What a method was given, as a tensor. @throws ArgumentError when its shape does not broadcast with the batch shape. */
export function valueOf(where: string, value: Tensor | TensorLike, batchShape: readonly number[]): Tensor {
  const x = toTensor(value);
  try {
    broadcastShapes(x.shape, batchShape);
  } catch (cause) {
    throw new ArgumentError(
      where,
      `expected a shape that broadcasts with batch shape ${formatShape(batchShape)}, got ${formatShape(x.shape)}.`,
      { cause },
    );
  }
  return x;
}
