import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { type Activation, activationFunction } from '../activations';

/** An activation as a layer: tfjs-layers' own know neither leaky rectifiers by name nor a user's function. */
export class Elementwise extends layers.Layer {
  static readonly className = 'Elementwise';
  readonly #f: (x: Tensor) => Tensor;

  constructor(name: string, activation: Activation) {
    super({ name });
    this.#f = activationFunction(activation);
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const [x] = Array.isArray(inputs) ? inputs : [inputs];
    return this.#f(x as Tensor);
  }
}
