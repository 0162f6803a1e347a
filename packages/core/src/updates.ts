import { clone, engine, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { Updates } from './contracts/module';

/**
 * An empty collection of proposed assignments. What is written into it lives in the tf.tidy scope in which the collection
 * was made, even when a network proposes it inside a scope of its own: like any tensor of that scope it is freed with
 * it, or is the caller's when there is none.
 */
export function createUpdates(): Updates {
  const { state } = engine();
  const scopes = [...state.scopeStack];
  const values = new Map<Variable, Tensor>();
  return {
    read: (variable) => values.get(variable) ?? variable,
    write: (variable, value) => {
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
