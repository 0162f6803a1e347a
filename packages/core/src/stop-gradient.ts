import '@jensenjs/gradients';
import { clone, customGrad, type Tensor } from '@tensorflow/tfjs-core';

/**
 * x itself, of the same shape and dtype, as a constant for differentiation. Nothing upstream of x is differentiated
 * through it, so it costs nothing backwards and an infinite derivative upstream does no harm.
 *
 * A function all of whose paths are stopped is a constant, and `tf.grad` refuses constants.
 */
export function stopGradient(x: Tensor): Tensor {
  // An operation inside a custom gradient leaves no trace of its own, and this custom gradient has no inputs.
  return customGrad(() => ({ value: clone(x), gradFunc: () => [] }))();
}
