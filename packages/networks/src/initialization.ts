import { type Key, randomUniform } from '@jensenjs/core';
import { mul, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Activation } from './activations';

/**
 * How the weights of a layer are drawn, uniform on (−b, b):
 * `glorot`: b = √(6 / (fanIn + fanOut)), X. Glorot & Y. Bengio 2010, equation 16;
 * `he`: b = √(6 / fanIn), of the variance 2 / fanIn of K. He et al. 2015, equation 10, for rectifiers.
 */
export type Initialization = 'glorot' | 'he';

const BOUND: Record<Initialization, (fanIn: number, fanOut: number) => number> = {
  glorot: (fanIn, fanOut) => Math.sqrt(6 / (fanIn + fanOut)),
  he: (fanIn) => Math.sqrt(6 / fanIn),
};

export const initializationNames = Object.keys(BOUND);

const RECTIFIERS: readonly Activation[] = ['relu', 'leakyRelu', 'elu', 'silu'];

/** What suits a layer with this activation. */
export function initializationFor(activation: Activation): Initialization {
  return RECTIFIERS.includes(activation) ? 'he' : 'glorot';
}

/** How many inputs each output of a layer sums up, and how many outputs each input reaches. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Weights of a shape, [fanIn, fanOut] when left out. */
export function initialKernel(
  key: Key,
  initialization: Initialization,
  { fanIn, fanOut }: Fans,
  shape: readonly number[] = [fanIn, fanOut],
): Tensor {
  const bound = BOUND[initialization](fanIn, fanOut);
  return tidy(() => mul(sub(randomUniform(key, shape), 0.5), 2 * bound));
}
