import { sameShape } from '@jensenjs/core';
import { uniformOf } from '../graph/constants';
import type { Graph, Operation, Value } from '../graph/graph';
import { madeBy, rewrite } from './rewrite';

/**
 * Gives products of matrices the number by which one of their operands was multiplied, if nothing but such products needs that
 * operand: runtimes multiply by it on the way, without going over the operand. Comes after the passes that look for factors.
 */
export function foldAlpha(graph: Graph): Graph {
  const onlyMultiplied = operandsOfProducts(graph);
  return rewrite(graph, ({ kernel, inputs, attributes }, build, { operation }) => {
    if (kernel !== 'BatchMatMul' || !isMatrixProduct(operation)) return undefined;
    let alpha = typeof attributes.alpha === 'number' ? attributes.alpha : 1;
    const operands = inputs.map((value, i) => {
      if (i > 1) return value; // the bias
      const scaled = onlyMultiplied.has(operation.inputs[i] as Value) ? scaledBy(value) : undefined;
      alpha *= scaled?.factor ?? 1;
      return scaled?.rest ?? value;
    });
    const isChanged = operands.some((value, i) => value !== inputs[i]);
    return isChanged && isNormal(alpha) ? build.op(kernel, operands, { ...attributes, alpha }) : undefined;
  });
}

/** Whether float32 has a number with all its digits. */
const isNormal = (number: number): boolean =>
  Number.isFinite(Math.fround(number)) && Math.abs(number) >= SMALLEST_NORMAL;
const SMALLEST_NORMAL = 2 ** -126;

/** Values that matrix products take and nothing else. */
function operandsOfProducts({ operations, outputs }: Graph): ReadonlySet<Value> {
  const taken = new Set(operations.filter(isMatrixProduct).flatMap(({ inputs }) => inputs.slice(0, 2)));
  for (const operation of operations)
    for (const value of operation.inputs.slice(isMatrixProduct(operation) ? 2 : 0)) taken.delete(value);
  for (const value of outputs.values()) taken.delete(value);
  return taken;
}

const isMatrixProduct = ({ kernel, inputs, outputs }: Operation): boolean =>
  kernel === 'BatchMatMul' &&
  outputs[0]?.dtype === 'float32' &&
  inputs.slice(0, 2).every(({ shape }) => shape.length === 2);

/** c and x of a product c · x with a number c. */
function scaledBy(value: Value): { readonly factor: number; readonly rest: Value } | undefined {
  const [a, b] = madeBy(value, 'Multiply')?.inputs ?? [];
  for (const [one, rest] of [
    [a, b],
    [b, a],
  ]) {
    const factor = one && uniformOf(one);
    if (factor !== undefined && rest && sameShape(rest.shape, value.shape)) return { factor, rest };
  }
  return undefined;
}
