import type { Graph, Value } from '../graph/graph';
import { describeSignature, nameOf } from './arrays';

/** As in `the graph of 3 operations, x float32 [2, 3] → loss float32 []`. */
export function describeGraph({ inputs, operations, outputs }: Graph): string {
  const from = inputs.map((value): readonly [string, Value] => [nameOf(value), value]);
  return `the graph of ${operations.length} operations, ${list(from)} → ${list([...outputs])}`;
}

function list(named: readonly (readonly [string, Value])[]): string {
  const shown = named.slice(0, 3).map(([name, value]) => `${name} ${describeSignature(value)}`);
  if (named.length > shown.length) shown.push(`${named.length - shown.length} more`);
  return shown.join(', ') || 'nothing';
}

/** What a library says of its failure, in one line without the full stop. */
export function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
}
