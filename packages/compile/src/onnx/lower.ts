import { ArgumentError, UnsupportedError } from '@jensenjs/core';
import type { Graph, Operation, Value } from '../graph/graph';
import { rows } from '../kernels/rows';
import { createEmitter } from './create-emitter';
import { encodeModel, type OnnxGraph, type Port } from './model';

interface LowerOptions {
  /** As an emitter has it. */
  readonly isPortable?: boolean;
}

/** A graph as an ONNX model. @throws UnsupportedError for a kernel that has no row; ArgumentError when an output has an input's name. */
export function lower(graph: Graph, options?: LowerOptions): Uint8Array {
  return encodeModel(lowerGraph(graph, options));
}

/** The same before it becomes bytes. */
export function lowerGraph(graph: Graph, { isPortable = false }: LowerOptions = {}): OnnxGraph {
  const emitter = createEmitter(isPortable);
  const inputs = graph.inputs.map((value) => {
    if (value.origin.kind !== 'input') throw new ArgumentError('lower', 'an input of the graph is none.');
    emitter.define(value, value.origin.name);
    return port(value.origin.name, value);
  });
  for (const operation of graph.operations) lowerOperation(emitter, operation);
  const taken = new Set(inputs.map(({ name }) => name));
  const outputs = [...graph.outputs].map(([name, value]) => {
    if (taken.has(name)) throw new ArgumentError('lower', `an output has the name of an input, ${name}. Rename one.`);
    emitter.publish(value, name);
    return port(name, value);
  });
  return { ...emitter.finish(outputs.map(({ name }) => name)), inputs, outputs };
}

const port = (name: string, { shape, dtype }: Value): Port => ({ name, shape, dtype });

function lowerOperation(emitter: ReturnType<typeof createEmitter>, operation: Operation): void {
  const row = rows[operation.kernel];
  if (!row || !('lower' in row))
    throw new UnsupportedError('lower', `the kernel ${operation.kernel} has no form in ONNX here.`);
  emitter.begin(operation.kernel);
  const names = row.lower(emitter, operation);
  operation.outputs.forEach((value, i) => emitter.define(value, names[i] as string));
}
