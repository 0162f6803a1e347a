import { elu, leakyRelu, mul, relu, selu, sigmoid, softplus, type Tensor, tanh } from '@tensorflow/tfjs-core';

/** Elementwise functions by name. */
const ACTIVATIONS = {
  elu: (x) => elu(x),
  leakyRelu: (x) => leakyRelu(x),
  linear: (x) => x,
  relu: (x) => relu(x),
  selu: (x) => selu(x),
  sigmoid: (x) => sigmoid(x),
  silu: (x) => mul(x, sigmoid(x)),
  softplus: (x) => softplus(x),
  tanh: (x) => tanh(x),
} as const satisfies Record<string, (x: Tensor) => Tensor>;

/** A name, or an elementwise differentiable function of one's own. */
export type Activation = keyof typeof ACTIVATIONS | ((x: Tensor) => Tensor);

export function activationFunction(activation: Activation): (x: Tensor) => Tensor {
  return typeof activation === 'function' ? activation : ACTIVATIONS[activation];
}

export const activationNames = Object.keys(ACTIVATIONS);
