import { ArgumentError, UnsupportedError } from '@jensenjs/core';
import { clone, engine, getBackend, keep, type NamedAttrMap, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Data, Graph, Operation, Signature, Value } from '../graph/graph';
import type { Primitive } from '../kernels/row';
import { rows } from '../kernels/rows';
import { describeSignature } from './arrays';
import { checkedProgram } from './checked-program';
import { wordsOf } from './describe';
import type { Runtime } from './runtime';

/**
 * Runs graphs operation by operation with tfjs, on the backend that is active when they run. It works wherever tfjs does, at the
 * speed of eager code.
 *
 * `run` throws an UnsupportedError that names the kernel when the backend does not have it, or computes another shape or type
 * than the graph says.
 */
export function interpreter(): Runtime {
  return {
    name: 'interpreter',
    available: () =>
      Promise.resolve({ available: true, note: `computes eagerly, by the ${getBackend()} backend of tfjs` }),
    load: (graph) => Promise.resolve(prepare(graph)),
  };
}

function prepare(graph: Graph): ReturnType<typeof checkedProgram> {
  const steps = graph.operations.map((operation) => ({ operation, row: primitive(operation) }));
  const constants = new Map<Value, Tensor>();
  for (const value of [...graph.operations.flatMap(({ inputs }) => inputs), ...graph.outputs.values()])
    if (value.origin.kind === 'constant' && !constants.has(value))
      constants.set(value, keep(upload(value.origin.data, value)));

  const compute = (read: readonly Data[]): Tensor[] =>
    tidy(() => {
      const known = new Map(constants);
      for (const [i, value] of graph.inputs.entries()) known.set(value, upload(read[i] as Data, value));
      const look = (value: Value): Tensor => {
        const found = known.get(value);
        if (!found) throw new ArgumentError('interpreter', 'an operation comes before the one that makes its input.');
        return found;
      };
      for (const { operation, row } of steps) {
        const results = evaluate(operation, row, operation.inputs.map(look));
        for (const [i, value] of operation.outputs.entries()) known.set(value, checked(operation, value, results[i]));
      }
      // An output may be an input or a constant too.
      return [...graph.outputs.values()].map((value) => clone(look(value)));
    });

  return checkedProgram('interpreter', graph, {
    run: async (read, written) => {
      const results = compute(read);
      try {
        const data = await Promise.all(results.map((result) => result.data()));
        for (const [i, array] of written.entries()) array.set(data[i] as Data);
      } finally {
        for (const result of results) result.dispose();
      }
    },
    dispose: () => {
      for (const constant of constants.values()) constant.dispose();
      return Promise.resolve();
    },
  });
}

const upload = (data: Data, { shape, dtype }: Signature): Tensor => tensor(data, [...shape], dtype);

function primitive({ kernel }: Operation): Primitive {
  const row = rows[kernel];
  if (!row || 'expand' in row) throw new UnsupportedError('interpreter', `there is no primitive ${kernel}.`);
  return row;
}

function evaluate(operation: Operation, row: Primitive, inputs: readonly Tensor[]): readonly Tensor[] {
  const { kernel, attributes } = operation;
  try {
    if (row.interpret) return [row.interpret(operation, inputs)].flat();
    const named = row.inputs
      ? Object.fromEntries(inputs.map((input, i) => [row.inputs?.[i]?.replace('?', ''), input]))
      : [...inputs];
    const result = engine().runKernel<Tensor | Tensor[]>(kernel, named, attributes as unknown as NamedAttrMap);
    return [result].flat();
  } catch (error) {
    throw new UnsupportedError('interpreter', `tfjs could not compute ${kernel}: ${wordsOf(error)}.`, { cause: error });
  }
}

function checked({ kernel }: Operation, expected: Signature, result: Tensor | undefined): Tensor {
  if (result && describeSignature(expected) === describeSignature(result as Signature)) return result;
  throw new UnsupportedError(
    'interpreter',
    `tfjs computes ${result ? describeSignature(result as Signature) : 'nothing'} by ${kernel} where the graph says ` +
      `${describeSignature(expected)}.`,
  );
}
