import { sizeOf } from '@jensenjs/core';
import type { Builder } from '../graph/builder';
import type { Graph, Operation, Value } from '../graph/graph';
import { type Replacement, rewrite } from './rewrite';

/** Fewer rows are summed as fast as they are. */
const FEW_ROWS = 16;

/**
 * Sums and means over all but the last dimensions as products with a row of ones, which is best with several threads: ONNX Runtime's
 * reductions over rows take four times as long with two as with one, its products a little less.
 */
export function sumColumnsByProducts(graph: Graph): Graph {
  return rewrite(graph, (operation, build) =>
    operation.kernel === 'Sum' || operation.kernel === 'Mean' ? columnSums(operation, build) : undefined,
  );
}

function columnSums({ kernel, inputs, attributes, outputs }: Operation, build: Builder): Replacement {
  const [[x], [output]] = [inputs, outputs] as unknown as [[Value], [Value]];
  const axes = attributes.axis as readonly number[];
  const rows = sizeOf(x.shape.slice(0, axes.length));
  const columns = sizeOf(output.shape);
  const isOverRows = axes.length > 0 && axes.every((axis, i) => axis === i);
  if (!isOverRows || x.dtype !== 'float32' || columns === 1 || rows < FEW_ROWS) return undefined;
  const matrix = build.op('Reshape', [x], { shape: [rows, columns] });
  const ones = build.constant(new Float32Array(rows).fill(1), [1, rows], 'float32');
  const total = build.op('BatchMatMul', [ones, matrix]);
  const result = kernel === 'Sum' ? total : build.op('Multiply', [total, build.scalar(1 / rows)]);
  return build.op('Reshape', [result], { shape: [...output.shape] });
}
