import '@jensenjs/gradients';
import { clone, customGrad, type Tensor, zerosLike } from '@tensorflow/tfjs-core';

/** x itself, with derivative zero. */
export function stopGradient(x: Tensor): Tensor {
  return customGrad((y) => ({ value: clone(y as Tensor), gradFunc: (dy: Tensor) => zerosLike(dy) }))(x);
}
