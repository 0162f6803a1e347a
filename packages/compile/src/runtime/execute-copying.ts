import type { Data } from '../graph/graph';
import { type Execute, type OnnxTensors, SILENT } from './ort';
import { isShared, type Port, tensor } from './ports';

/** Runs a session on copies: asks nothing of the library but what it documents. */
export const executeCopying: Execute = (ort, session, inputs, outputs) => {
  return {
    run: async (read, written) => {
      const feeds = inputs.map((port, i) => tensor(ort, port, own(read[i] as Data)));
      const results = await session.run(byName(inputs, feeds), SILENT);
      for (const [i, { name }] of outputs.entries()) written[i]?.set(results[name]?.data as Data);
      for (const made of [...feeds, ...Object.values(results)]) made.dispose();
    },
    dispose: () => session.release(),
  };
};

const own = (array: Data): Data => (isShared(array) ? array.slice() : array);

function byName(ports: readonly Port[], tensors: readonly OnnxTensors[string][]): OnnxTensors {
  return Object.fromEntries(ports.map(({ name }, i) => [name, tensors[i] as OnnxTensors[string]]));
}
