import { clone, engine, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { Updates } from './contracts/module';
import { ArgumentError } from './errors';
import { formatShape, sameShape } from './shapes';

/**
 * An empty collection of proposed assignments. What is written into it lives in the tf.tidy scope in which the collection
 * was made, even when a network proposes it inside a scope of its own: like any tensor of that scope it is freed with
 * it, or is the caller's when there is none. `write` throws an ArgumentError when shape or dtype are not the variable's.
 */
export function createUpdates(): Updates {
  const { state } = engine();
  const scopes = [...state.scopeStack];
  const values = new Map<Variable, Tensor>();
  return {
    read: (variable) => values.get(variable) ?? variable,
    write: (variable, value) => {
      if (!sameShape(variable.shape, value.shape) || variable.dtype !== value.dtype)
        throw new ArgumentError(
          'createUpdates',
          `expected ${variable.dtype} ${formatShape(variable.shape)} for the variable ${variable.name}, ` +
            `got ${value.dtype} ${formatShape(value.shape)}.`,
        );
      const inner = { stack: state.scopeStack, active: state.activeScope };
      state.scopeStack = [...scopes];
      state.activeScope = scopes.at(-1) as typeof inner.active;
      try {
        values.set(variable, clone(value));
      } finally {
        state.scopeStack = inner.stack;
        state.activeScope = inner.active;
      }
    },
    entries: () => [...values],
  };
}
