import * as ort from 'onnxruntime-node';
import type { OnnxRuntime, OnnxSession, OnnxTensors } from '../../runtime/ort';

export interface Fakes {
  /** Tensors keep the numbers that they were made of. */
  readonly snapshots?: boolean;
  /** Preallocated outputs are left as they are. */
  readonly freshOutputs?: boolean;
  /** Preallocated outputs are refused. */
  readonly refusesOutputs?: boolean;
  /** Results are wrong by this much. */
  readonly error?: number;
  /** Called before a session is made, with the number of those before. */
  readonly create?: (count: number) => void;
}

/** onnxruntime-node as a version might be that does less in place, or less right. Counts what is made. */
export function fakeLibrary({ snapshots, freshOutputs, refusesOutputs, error = 0, create }: Fakes = {}) {
  const counts = { tensors: 0, sessions: 0 };
  const real = ort as unknown as OnnxRuntime;
  class Tensor extends real.Tensor {
    constructor(...[type, data, shape]: ConstructorParameters<OnnxRuntime['Tensor']>) {
      super(type, snapshots ? data.slice() : data, shape);
      counts.tensors++;
    }
  }
  const wrap = (session: OnnxSession): OnnxSession => ({
    release: () => session.release(),
    run: async (feeds: OnnxTensors, second?: object, third?: object) => {
      const options = third ?? second;
      if (third && refusesOutputs) throw new Error('fetches: expected names');
      const results =
        third && !freshOutputs
          ? await session.run(feeds, second as OnnxTensors, options)
          : await session.run(feeds, options);
      if (error !== 0)
        for (const { data } of [...Object.values(results), ...Object.values(third ? (second as OnnxTensors) : {})])
          if (data instanceof Float32Array) data.forEach((value, i) => (data[i] = value + error));
      return results;
    },
  });
  const library = {
    Tensor,
    InferenceSession: {
      create: async (model: Uint8Array, options: object) => {
        create?.(counts.sessions);
        counts.sessions++;
        return wrap(await real.InferenceSession.create(model, options));
      },
    },
  };
  return { library, counts, load: () => Promise.resolve({ default: library }) };
}
