import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Updates } from './contracts/module';

/** An empty collection of proposed assignments. */
export function createUpdates(): Updates {
  const values = new Map<Variable, Tensor>();
  return {
    read: (variable) => values.get(variable) ?? variable,
    write: (variable, value) => {
      values.set(variable, value);
    },
    entries: () => [...values],
  };
}
