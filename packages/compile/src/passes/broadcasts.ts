import { broadcastShapes, sameShape, sizeOf } from '@jensenjs/core';
import type { Builder } from '../graph/builder';
import { uniformOf } from '../graph/constants';
import type { Graph, Operation, Value } from '../graph/graph';
import { rows } from '../kernels/rows';
import { madeBy, type Replacement, rewrite } from './rewrite';

/**
 * Computes elementwise operations before their operands are broadcast instead of after, with one number for a constant whose
 * elements are equal and without leading dimensions of one element. What the results lose in shape is broadcast behind them, where the next operation does the same.
 */
export function sinkBroadcasts(graph: Graph): Graph {
  return rewrite(graph, (operation, build) => {
    if (operation.kernel === 'BroadcastTo') {
      const [source] = operation.inputs.map(withoutLeadingOnes);
      return source && build.op('BroadcastTo', [source], operation.attributes);
    }
    const row = rows[operation.kernel];
    if (!row || !('elementwise' in row) || !row.elementwise) return undefined;
    const smaller = operation.inputs.map((value) => shrink(value, build));
    if (smaller.every((value, i) => value === operation.inputs[i])) return undefined;
    return recompute(operation, smaller, build);
  });
}

/** An operand without the repetitions in it. */
function shrink(value: Value, build: Builder): Value {
  const uniform = uniformOf(value);
  if (uniform !== undefined && value.shape.length > 0) return build.scalar(uniform, value.dtype);
  return madeBy(value, 'BroadcastTo')?.inputs[0] ?? withoutLeadingOnes(value) ?? value;
}

/** What dimensions of one element were put in front of. */
function withoutLeadingOnes(value: Value): Value | undefined {
  const before = madeBy(value, 'Reshape')?.inputs[0];
  if (!before) return undefined;
  const added = value.shape.length - before.shape.length;
  const isSame = added > 0 && sameShape(value.shape.slice(added), before.shape);
  return isSame && value.shape.slice(0, added).every((size) => size === 1) ? before : undefined;
}

function recompute(operation: Operation, inputs: readonly Value[], build: Builder): Replacement {
  const [output] = operation.outputs as [Value];
  const shape = inputs.map((value) => value.shape).reduce<readonly number[]>(broadcastShapesOf, []);
  // Neither shapes nor constants alone may change what kind of operation it is.
  if (inputs.every(({ origin }) => origin.kind === 'constant')) return undefined;
  const [result] = build.copy({ ...operation, outputs: [{ ...output, shape }] }, inputs) as [Value];
  if (sameShape(shape, output.shape)) return result;
  const change = sizeOf(shape) === sizeOf(output.shape) ? 'Reshape' : 'BroadcastTo';
  return build.op(change, [result], { shape: [...output.shape] });
}

const broadcastShapesOf = (a: readonly number[], b: readonly number[]): readonly number[] => broadcastShapes(a, b);
