import { fingerprint } from '../graph/fingerprint';
import { uniformOf } from '../graph/constants';
import type { Data, Graph, Value } from '../graph/graph';
import { rewrite } from './rewrite';

/** Computes what is computed several times once: operations with equal kernel, attributes and inputs. */
export function commonSubexpressions(graph: Graph): Graph {
  const names = nameValues();
  const known = new Map<string, readonly Value[]>();
  return rewrite(graph, (operation, build) => {
    const { kernel, inputs, attributes } = operation;
    const operands = inputs.map(names);
    if (COMMUTATIVE.has(kernel)) operands.sort();
    const signature = `${kernel}(${operands.join()})${fingerprint(attributes)}`;
    const before = known.get(signature);
    if (before) return before;
    const results = build.copy(operation, inputs);
    known.set(signature, results);
    return results;
  });
}

const COMMUTATIVE = new Set(['Add', 'Multiply', 'Maximum', 'Minimum', 'LogicalAnd', 'LogicalOr', 'Equal', 'NotEqual']);

/** Equal names for equal values: constants by their numbers, all others by identity. */
function nameValues(): (value: Value) => string {
  const ids = new Map<Value | Data, number>();
  const idOf = (thing: Value | Data): number => {
    const id = ids.get(thing) ?? ids.size;
    ids.set(thing, id);
    return id;
  };
  return (value) => {
    if (value.origin.kind !== 'constant') return `#${idOf(value)}`;
    const { data } = value.origin;
    const uniform = uniformOf(value);
    const numbers = uniform === undefined ? (data.length <= 16 ? data.join(' ') : `#${idOf(data)}`) : `all ${uniform}`;
    return `${value.dtype}[${value.shape.join(' ')}]${numbers}`;
  };
}
