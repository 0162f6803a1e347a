import { type TensorContainer, tidy } from '@tensorflow/tfjs-core';

/** tf.tidy for results of any type: what `f` returns, however nested, stays alive, and all else is freed. */
export function scoped<T>(f: () => T): T {
  return tidy(f as () => TensorContainer) as T;
}
