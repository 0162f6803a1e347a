import { type Key, randomUniform } from '@jensenjs/core';
import { mul, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';

/**
 * How the weights [fanIn, fanOut] of a layer are drawn, uniform on (−b, b):
 * `glorot`: b = √(6 / (fanIn + fanOut)), X. Glorot & Y. Bengio 2010, equation 16;
 * `he`: b = √(6 / fanIn), of the variance 2 / fanIn of K. He et al. 2015, equation 10, for rectifiers.
 */
export type Initialization = 'glorot' | 'he';

const BOUND: Record<Initialization, (fanIn: number, fanOut: number) => number> = {
  glorot: (fanIn, fanOut) => Math.sqrt(6 / (fanIn + fanOut)),
  he: (fanIn) => Math.sqrt(6 / fanIn),
};

export const initializationNames = Object.keys(BOUND);

/** Weights [fanIn, fanOut]. */
export function initialKernel(key: Key, initialization: Initialization, fanIn: number, fanOut: number): Tensor {
  const bound = BOUND[initialization](fanIn, fanOut);
  return tidy(() => mul(sub(randomUniform(key, [fanIn, fanOut]), 0.5), 2 * bound));
}
