import type { Graph, Value } from '../graph/graph';

/** How often each value is an input of an operation or an output of the graph. */
export function countUses({ operations, outputs }: Graph): ReadonlyMap<Value, number> {
  const uses = new Map<Value, number>();
  for (const value of [...operations.flatMap(({ inputs }) => inputs), ...outputs.values()])
    uses.set(value, (uses.get(value) ?? 0) + 1);
  return uses;
}
