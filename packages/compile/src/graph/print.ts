import { uniformOf } from './constants';
import type { Attribute, Graph, Operation, Value } from './graph';

/** One line per operation: `%2: float32[3, 4] = MatMul(%1, x) {transposeA: true} -> output`. */
export function printGraph({ operations, outputs }: Graph): string {
  const names = new Map<Value, string>();
  let count = 0;
  for (const operation of operations) for (const value of operation.outputs) names.set(value, `%${count++}`);
  const published = new Map<Value, string[]>();
  for (const [name, value] of outputs) published.set(value, [...(published.get(value) ?? []), name]);
  const nameOf = (value: Value): string => names.get(value) ?? printLeaf(value);
  const lines = operations.map((operation) => printOperation(operation, nameOf, published));
  const direct = [...published]
    .filter(([value]) => !names.has(value))
    .map(([value, out]) => `${printType(value)} = ${nameOf(value)} -> ${out.join(', ')}`);
  return [...lines, ...direct].join('\n');
}

function printOperation(
  { kernel, inputs, attributes, outputs }: Operation,
  nameOf: (value: Value) => string,
  published: ReadonlyMap<Value, readonly string[]>,
): string {
  const results = outputs.map((value) => `${nameOf(value)}: ${printType(value)}`).join(', ');
  const words = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const details =
    words.length > 0 ? ` {${words.map(([name, value]) => `${name}: ${printAttribute(value)}`).join(', ')}}` : '';
  const exported = outputs.flatMap((value) => published.get(value) ?? []);
  const arrow = exported.length > 0 ? ` -> ${exported.join(', ')}` : '';
  return `${results} = ${kernel}(${inputs.map(nameOf).join(', ')})${details}${arrow}`;
}

const printType = ({ dtype, shape }: Value): string => `${dtype}[${shape.join(', ')}]`;

function printAttribute(value: Attribute): string {
  return Array.isArray(value) ? `[${value.map(printAttribute).join(', ')}]` : String(value);
}

function printLeaf(value: Value): string {
  if (value.origin.kind === 'input') return value.origin.name;
  const uniform = uniformOf(value);
  if (uniform === undefined) return `constant ${printType(value)}`;
  return value.shape.length === 0 ? String(uniform) : `${uniform}[${value.shape.join(', ')}]`;
}
