import { constantValue } from './constants';
import type { Data, Graph, Operation, Value } from './graph';
import { liveGraph } from './live';

/** The graph with some of its inputs replaced by constants. */
export function bindInputs(graph: Graph, numbers: ReadonlyMap<string, Data>): Graph {
  const replaced = new Map<Value, Value>();
  for (const input of graph.inputs) {
    const data = input.origin.kind === 'input' ? numbers.get(input.origin.name) : undefined;
    if (data) replaced.set(input, constantValue(data, input.shape, input.dtype));
  }
  const of = (value: Value): Value => replaced.get(value) ?? value;
  const operations = graph.operations.map((operation): Operation => {
    const outputs: Value[] = [];
    const bound: Operation = { ...operation, inputs: operation.inputs.map(of), outputs };
    for (const output of operation.outputs) {
      const value: Value = { ...output, origin: { kind: 'result', operation: bound } };
      outputs.push(value);
      replaced.set(output, value);
    }
    return bound;
  });
  const outputs = new Map([...graph.outputs].map(([name, value]) => [name, of(value)]));
  return liveGraph(
    graph.inputs.filter((input) => !replaced.has(input)),
    operations,
    outputs,
  );
}
