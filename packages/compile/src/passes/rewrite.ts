import type { Builder } from '../graph/builder';
import { createBuilder } from '../graph/create-builder';
import type { Graph, Operation, Value } from '../graph/graph';
import { rows } from '../kernels/rows';

/** What stands in place of an operation: its results, or the only one; undefined to leave the operation as it is. */
export type Replacement = Value | readonly Value[] | undefined;

/** What a visit may know of the graph that is being replaced. */
export interface Before {
  readonly operation: Operation;
  /** What stands for one of its values now. */
  readonly now: (value: Value) => Value;
}

/**
 * The graph with some of its operations replaced, visited in their order: the operation that `visit` is given has the inputs
 * that it will have. Its results must keep their shapes and types. What nothing needs any more is left out.
 */
export function rewrite(
  graph: Graph,
  visit: (operation: Operation, build: Builder, before: Before) => Replacement,
): Graph {
  const build = createBuilder(rows, graph.inputs);
  const replaced = new Map<Value, Value>();
  const now = (value: Value): Value => replaced.get(value) ?? value;
  for (const operation of graph.operations) {
    const inputs = operation.inputs.map(now);
    const found = visit({ ...operation, inputs }, build, { operation, now });
    const results = found === undefined ? build.copy(operation, inputs) : [found].flat();
    operation.outputs.forEach((output, i) => replaced.set(output, results[i] as Value));
  }
  return build.finish(new Map([...graph.outputs].map(([name, value]) => [name, now(value)])));
}

/** The operation that makes a value. */
const producer = ({ origin }: Value): Operation | undefined =>
  origin.kind === 'result' ? origin.operation : undefined;

/** The operation that makes a value, if it is of this kernel. */
export function madeBy(value: Value | undefined, kernel: string): Operation | undefined {
  const operation = value && producer(value);
  return operation?.kernel === kernel ? operation : undefined;
}

/** The first input of the operation that makes a value, if it is of this kernel. */
export const inputOf = (value: Value | undefined, kernel: string): Value | undefined =>
  madeBy(value, kernel)?.inputs[0];
