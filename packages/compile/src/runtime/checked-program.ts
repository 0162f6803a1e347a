import { ArgumentError, sizeOf } from '@jensenjs/core';
import type { Data, Graph, Value } from '../graph/graph';
import { describeSignature, nameOf, overlapping } from './arrays';
import type { Arrays, Program } from './runtime';

/** Runs a graph on arrays that are known to fit, in the order of the graph's inputs and outputs. */
export interface Execution {
  readonly run: (inputs: readonly Data[], outputs: readonly Data[]) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/**
 * A program that looks at its arrays before it runs. `run` rejects with an ArgumentError for an array that is missing, of another
 * type or length, or that shares memory with one that is written; when a run is still going on; after `dispose`, which waits
 * for the end of a run. Arrays of names that the graph does not have are left alone.
 *
 * @param where the runtime, for the messages.
 */
export function checkedProgram(where: string, graph: Graph, execution: Execution): Program {
  const inputs = graph.inputs.map((value): [string, Value] => [nameOf(value), value]);
  const outputs = [...graph.outputs];
  let before: readonly Data[] = [];
  let running: Promise<void> | undefined;
  let disposed: Promise<void> | undefined;

  const start = async (given: Arrays, wanted: Arrays): Promise<void> => {
    const read = inputs.map(([name, value]) => take(where, 'input', name, value, given));
    const written = outputs.map(([name, value]) => take(where, 'output', name, value, wanted));
    const all = [...written, ...read];
    // The same arrays as last time need no second look, except for memory that was taken away from them.
    if (all.length !== before.length || all.some((array, i) => array !== before[i])) {
      const clash = overlapping(written, read);
      if (clash) throw new ArgumentError(`${where}: run`, describeClash(clash, [...outputs, ...inputs]));
      before = all;
    }
    await execution.run(read, written);
  };

  return {
    run: async (given, wanted) => {
      if (disposed) throw new ArgumentError(`${where}: run`, 'the program was disposed of. Load the graph again.');
      if (running)
        throw new ArgumentError(
          `${where}: run`,
          'the run before is still going on. Await it, or load the graph twice.',
        );
      running = start(given, wanted);
      try {
        await running;
      } finally {
        running = undefined;
      }
    },
    dispose: () => {
      disposed ??= (running ?? Promise.resolve()).catch(() => undefined).then(execution.dispose);
      return disposed;
    },
  };
}

function take(where: string, kind: 'input' | 'output', name: string, value: Value, arrays: Arrays): Data {
  const array = arrays[name];
  const { dtype } = value;
  const size = sizeOf(value.shape);
  if (array?.length === size && array instanceof CONSTRUCTORS[dtype]) return array;
  const expected = `expected ${CONSTRUCTORS[dtype].name} of ${size} numbers for ${kind} ${name} ${describeSignature(value)}`;
  if (!array) throw new ArgumentError(`${where}: run`, `${expected}, got none.`);
  const taken = ArrayBuffer.isView(array) && array.buffer.byteLength === 0 && size > 0;
  throw new ArgumentError(
    `${where}: run`,
    `${expected}, got ${array.constructor.name} of ${array.length}` +
      `${taken ? '. Its memory was moved or has grown: make a new array' : ''}.`,
  );
}

const CONSTRUCTORS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

function describeClash([i, j]: readonly [number, number], names: readonly (readonly [string, Value])[]): string {
  return (
    `the array of output ${names[i]?.[0]} shares memory with that of ${names[j]?.[0]}. ` +
    'An output needs memory of its own: swap two arrays from run to run.'
  );
}
