import { customGrad, type Tensor, zerosLike } from '@tensorflow/tfjs-core';

/** A linear map of one tensor. */
export type Linear = (x: Tensor) => Tensor;

/**
 * `map` of x, whose derivative is `transpose`. Nothing that `map` runs is recorded, so it may use kernels that have no gradient; two maps
 * that are made by `linear`, each the other's transpose, are differentiable any number of times. The map may depend on
 * `flat` tensors in a piecewise constant way: their derivative is zero.
 */
export function linear(map: Linear, transpose: Linear, x: Tensor, flat: readonly Tensor[] = []): Tensor {
  return customGrad((of) => ({
    value: map(of as Tensor),
    gradFunc: (dy: Tensor) => [transpose(dy), ...flat.map((tensor) => zerosLike(tensor))],
  }))(x, ...flat);
}
