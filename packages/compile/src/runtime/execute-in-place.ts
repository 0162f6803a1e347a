import type { Data } from '../graph/graph';
import { type Execute, type OnnxRuntime, type OnnxTensor, SILENT } from './ort';
import { isShared, type Port, tensor } from './ports';

/**
 * Runs a session that reads the arrays of its tensors, and writes those of preallocated ones, where they lie: the tensor of an
 * array is made once, and forgotten with the array.
 */
export const executeInPlace: Execute = (ort, session, inputs, outputs) => {
  const sources = inputs.map((port) => remembering(ort, port));
  const targets = outputs.map((port) => remembering(ort, port));
  return {
    run: async (read, written) => {
      const feeds: Record<string, OnnxTensor> = {};
      const fetches: Record<string, OnnxTensor> = {};
      const back: (() => void)[] = [];
      for (const [i, array] of read.entries()) {
        const wrapped = sources[i]?.(array) as Wrapped;
        if (wrapped.data !== array) wrapped.data.set(array);
        feeds[wrapped.name] = wrapped.tensor;
      }
      for (const [i, array] of written.entries()) {
        const wrapped = targets[i]?.(array) as Wrapped;
        if (wrapped.data !== array) back.push(() => array.set(wrapped.data));
        fetches[wrapped.name] = wrapped.tensor;
      }
      await session.run(feeds, fetches, SILENT);
      for (const copy of back) copy();
    },
    dispose: () => session.release(),
  };
};

interface Wrapped {
  readonly name: string;
  readonly tensor: OnnxTensor;
  /** The array itself, or one of our own where the library cannot use that. */
  readonly data: Data;
}

function remembering(ort: OnnxRuntime, port: Port): (array: Data) => Wrapped {
  const known = new WeakMap<Data, Wrapped>();
  return (array) => {
    const before = known.get(array);
    if (before) return before;
    const data = isShared(array) ? array.slice() : array;
    const wrapped = { name: port.name, tensor: tensor(ort, port, data), data };
    known.set(array, wrapped);
    return wrapped;
  };
}
