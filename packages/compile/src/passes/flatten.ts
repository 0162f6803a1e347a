import { sameShape, sizeOf } from '@jensenjs/core';
import type { Graph, Operation, Value } from '../graph/graph';
import { rows } from '../kernels/rows';
import { rewrite } from './rewrite';

/**
 * Computes elementwise operations on tensors that end in a dimension of one element, such as grey images, as matrices: ONNX Runtime
 * takes such a dimension for the innermost loop and is up to ten times slower with it. Between such operations the changes of
 * shape cancel.
 */
export function flattenElementwise(graph: Graph): Graph {
  return rewrite(graph, (operation, build) => {
    const shape = flatShape(operation);
    if (!shape) return undefined;
    const inputs = operation.inputs.map((value) =>
      value.shape.length === 0
        ? value
        : build.op('Reshape', [value], { shape: sizeOf(value.shape) === 1 ? [] : [...shape] }),
    );
    const [output] = operation.outputs as [Value];
    const [result] = build.copy({ ...operation, outputs: [{ ...output, shape }] }, inputs) as [Value];
    return build.op('Reshape', [result], { shape: [...output.shape] });
  });
}

/** The matrix that an operation on equal shapes and single numbers can work on, if it gains by it. */
function flatShape({ kernel, inputs, outputs: [output] }: Operation): readonly number[] | undefined {
  const row = rows[kernel];
  if (!row || !('elementwise' in row) || !row.elementwise || !output) return undefined;
  const { shape } = output;
  const isEven = inputs.every((value) => sizeOf(value.shape) === 1 || sameShape(value.shape, shape));
  if (!isEven || shape.length < 2 || shape.at(-1) !== 1 || sizeOf(shape) === 1) return undefined;
  const [rest, first] = [sizeOf(shape.slice(1)), shape[0] as number];
  return rest === 1 ? [first] : [first, rest];
}
