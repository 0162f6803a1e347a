import type { Graph, Operation, Value } from './graph';
import { printGraph } from './print';

/** A graph of the operations and inputs on which the outputs depend. */
export function liveGraph(
  inputs: readonly Value[],
  operations: readonly Operation[],
  outputs: ReadonlyMap<string, Value>,
): Graph {
  const needed = new Set<Value>(outputs.values());
  const live = operations.reduceRight<Operation[]>((kept, operation) => {
    if (!operation.outputs.some((value) => needed.has(value))) return kept;
    for (const input of operation.inputs) needed.add(input);
    kept.push(operation);
    return kept;
  }, []);
  const graph: Graph = {
    inputs: inputs.filter((input) => needed.has(input)),
    operations: live.reverse(),
    outputs,
    toString: () => printGraph(graph),
  };
  return graph;
}
