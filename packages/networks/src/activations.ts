import { ArgumentError } from '@jensenjs/core';
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

/** A name (`leakyRelu` has slope 0.2 below zero), or an elementwise differentiable function of one's own. */
export type Activation = keyof typeof ACTIVATIONS | ((x: Tensor) => Tensor);

export function activationFunction(activation: Activation): (x: Tensor) => Tensor {
  return typeof activation === 'function' ? activation : ACTIVATIONS[activation];
}

/** @throws ArgumentError when an activation is neither a function nor a known name. */
export function checkActivation(where: string, activation: Activation): void {
  if (typeof activation !== 'function' && !Object.hasOwn(ACTIVATIONS, activation))
    throw new ArgumentError(
      where,
      `unknown activation ${activation}. Choose from ${Object.keys(ACTIVATIONS).join(', ')}.`,
    );
}
