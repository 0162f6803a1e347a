import { memory, Tensor } from '@tensorflow/tfjs-core';

/** The distinct tensors in a value: itself, or within arrays and plain objects. */
function tensorsIn(value: unknown, seen = new Set<Tensor>()): Set<Tensor> {
  if (value instanceof Tensor) seen.add(value);
  else if (Array.isArray(value) || (value && Object.getPrototypeOf(value) === Object.prototype))
    for (const entry of Object.values(value)) tensorsIn(entry, seen);
  return seen;
}

/** Asserts that `fn` leaves alive exactly the tensors that it returns, all of them new, and returns its result. */
export function expectNoLeak<T>(fn: () => T): T {
  const before = memory().numTensors;
  const result = fn();
  if (result instanceof Promise) throw new Error('expectNoLeak: fn must be synchronous');
  const added = memory().numTensors - before;
  const returned = tensorsIn(result).size;
  if (added !== returned) throw new Error(`returned ${returned} tensors, but ${added} more are alive than before`);
  return result;
}
