import { fingerprint } from '../graph/fingerprint';
import type { Graph, Value } from '../graph/graph';

/** The first place where two graphs differ. */
export interface Difference {
  /** In the second graph. */
  readonly value: Value;
  readonly reason: string;
}

/** Compares two graphs operation by operation, numbers of constants included. */
export function findDifference(first: Graph, second: Graph): Difference | undefined {
  const counterpart = new Map<Value, Value>();
  const compare = (a: Value | undefined, b: Value): string | undefined => {
    if (!a) return 'one has more results than the other';
    if (a.dtype !== b.dtype || a.shape.join() !== b.shape.join())
      return `a tensor is ${a.dtype} [${a.shape.join(', ')}] once and ${b.dtype} [${b.shape.join(', ')}] the next time`;
    if (a.origin.kind !== b.origin.kind) return 'a tensor is a constant once and computed the next time';
    if (a.origin.kind === 'input' && b.origin.kind === 'input')
      return a.origin.name === b.origin.name
        ? undefined
        : `${a.origin.name} is read once and ${b.origin.name} the next time`;
    if (a.origin.kind === 'constant' && b.origin.kind === 'constant') {
      const [x, y] = [a.origin.data, b.origin.data];
      const at = y.findIndex((number, i) => !Object.is(number, x[i]));
      return at < 0 ? undefined : `a constant [${b.shape.join(', ')}] holds ${x[at]} once and ${y[at]} the next time`;
    }
    return counterpart.get(a) === b ? undefined : 'an operation takes different inputs';
  };
  for (const [i, operation] of second.operations.entries()) {
    const other = first.operations[i];
    const [value] = operation.outputs as [Value];
    if (other?.kernel !== operation.kernel || other.inputs.length !== operation.inputs.length)
      return { value, reason: `${other?.kernel ?? 'nothing'} is called once and ${operation.kernel} the next time` };
    for (const [j, input] of operation.inputs.entries()) {
      const reason = compare(other.inputs[j], input);
      if (reason) return { value: input.origin.kind === 'constant' ? input : value, reason };
    }
    if (fingerprint(other.attributes) !== fingerprint(operation.attributes))
      return { value, reason: `${operation.kernel} has different attributes` };
    operation.outputs.forEach((output, j) => counterpart.set(other.outputs[j] as Value, output));
  }
  for (const [name, value] of second.outputs) {
    const reason = compare(first.outputs.get(name), value);
    if (reason) return { value, reason: `of the result ${name}, ${reason}` };
  }
  const missing = [...first.outputs.keys()].find((name) => !second.outputs.has(name));
  const [anyValue] = first.outputs.values();
  return missing !== undefined && anyValue
    ? { value: anyValue, reason: `the result ${missing} is missing` }
    : undefined;
}
