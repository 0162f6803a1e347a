import { fingerprint } from '../graph/fingerprint';
import { UnsupportedError } from '@jensenjs/core';
import type { DataType, Value } from '../graph/graph';
import type { ConstantData, Emitter, NodeAttributes } from './emitter';
import type { Initializer, Node, OnnxGraph } from './model';

/** An emitter, and what `lower` needs besides. */
export interface WritableEmitter extends Emitter {
  /** The nodes that follow are of this kernel, and are named for it: runtimes say names in errors and profiles. */
  readonly begin: (kernel: string) => void;
  /** From now on the value has this ONNX name. */
  readonly define: (value: Value, name: string) => void;
  /** Gives the node that makes the value this name, or copies the value when it has a public name already. */
  readonly publish: (value: Value, name: string) => void;
  /** Nodes and initialisers on which the outputs depend. */
  readonly finish: (outputs: readonly string[]) => Pick<OnnxGraph, 'nodes' | 'initializers'>;
}

// Longer constants are compared by identity alone: floats are weights and data, integers are indices that rows make anew.
const SHORT = { floats: 256, integers: 2 ** 17 };

export function createEmitter(isPortable: boolean): WritableEmitter {
  const nodes: Node[] = [];
  const producers = new Map<string, Node>();
  const initializers = new Map<string, Initializer>();
  const names = new Map<Value, string>();
  const written = new Map<string, string[]>();
  const constants = new Map<string, string>();
  const sameArray = new Map<ConstantData, string>();
  const published = new Map<string, string>();
  let count = 0;
  let current = 'graph';
  const fresh = (): string => `_${count++}`;

  const nodesOf = (op: string, inputs: readonly string[], attributes: NodeAttributes, results: number): string[] => {
    const signature = `${op}(${inputs.join()})${fingerprint(attributes)}${results}`;
    const known = written.get(signature);
    if (known) return known;
    const outputs = Array.from({ length: results }, fresh);
    const node: Node = { name: `${current}/${outputs[0]}`, op, inputs, outputs, attributes };
    nodes.push(node);
    for (const output of outputs) producers.set(output, node);
    written.set(signature, outputs);
    return outputs;
  };

  const constant = (data: ConstantData, shape: readonly number[]): string => {
    const limit = data instanceof Float32Array ? SHORT.floats : SHORT.integers;
    const signature =
      data.length <= limit
        ? `${data.constructor.name}[${shape.join()}]${[...data].map((value) => (Object.is(value, -0) ? '-0' : String(value))).join()}`
        : undefined;
    const before = signature === undefined ? sameArray.get(data) : constants.get(signature);
    const known = before === undefined ? undefined : initializers.get(before);
    if (known?.shape.join() === shape.join()) return known.name;
    const name = fresh();
    initializers.set(name, { name, shape, data });
    if (signature === undefined) sameArray.set(data, name);
    else constants.set(signature, name);
    return name;
  };

  return {
    isPortable,
    begin: (kernel) => {
      current = kernel;
    },
    node: (op, inputs, attributes = {}) => nodesOf(op, inputs, attributes, 1)[0] as string,
    nodes: nodesOf,
    name: (value) => {
      const name = names.get(value);
      if (name !== undefined) return name;
      if (value.origin.kind !== 'constant')
        throw new UnsupportedError('lower', 'an operation comes before the one that makes its input.');
      const made = constant(value.origin.data, value.shape);
      names.set(value, made);
      return made;
    },
    constant,
    int64: (values) => constant(BigInt64Array.from(values, BigInt), [values.length]),
    scalar: (value, dtype = 'float32') => constant(SCALARS[dtype](value), []),
    define: (value, name) => {
      names.set(value, name);
    },
    publish: (value, name) => {
      const inner =
        names.get(value) ?? (value.origin.kind === 'constant' ? constant(value.origin.data, value.shape) : '');
      const node = producers.get(inner);
      if (node && !published.has(inner)) published.set(inner, name);
      else {
        const copied: Node = {
          name: `graph/${name}`,
          op: 'Identity',
          inputs: [inner],
          outputs: [name],
          attributes: {},
        };
        nodes.push(copied);
        producers.set(name, copied);
      }
    },
    finish: (outputs) => {
      const rename = (name: string): string => published.get(name) ?? name;
      const renamed = nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(rename),
        outputs: node.outputs.map(rename),
      }));
      const needed = new Set(outputs);
      const live = renamed.reduceRight<Node[]>((kept, node) => {
        if (!node.outputs.some((output) => needed.has(output))) return kept;
        for (const input of node.inputs) needed.add(input);
        kept.push(node);
        return kept;
      }, []);
      return { nodes: live.reverse(), initializers: [...initializers.values()].filter(({ name }) => needed.has(name)) };
    },
  };
}

const SCALARS: Readonly<Record<DataType, (value: number) => ConstantData>> = {
  float32: (value) => Float32Array.of(value),
  int32: (value) => Int32Array.of(value),
  bool: (value) => Uint8Array.of(value),
};
