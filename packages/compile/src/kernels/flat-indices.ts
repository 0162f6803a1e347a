import { sizeOf, UnsupportedError } from '@jensenjs/core';
import { util } from '@tensorflow/tfjs-core';
import type { Builder } from '../graph/builder';
import type { Value } from '../graph/graph';

/** Indices [..., sizes.length] into dimensions of these sizes, as places [n] in their row-major order. */
export function flatIndices(build: Builder, kernel: string, indices: Value, sizes: readonly number[]): Value {
  const depth = sizes.length;
  if (indices.dtype !== 'int32' || depth === 0 || indices.shape.at(-1) !== depth)
    throw new UnsupportedError(
      kernel,
      `expected int32 indices [..., 1 to the rank], got ${indices.dtype} [${indices.shape.join(', ')}].`,
    );
  const count = sizeOf(indices.shape) / depth;
  if (depth === 1) return build.op('Reshape', [indices], { shape: [count] });
  const strides = build.constant(Int32Array.from([...util.computeStrides([...sizes]), 1]), [depth], 'int32');
  const rows = build.op('Reshape', [indices], { shape: [count, depth] });
  return build.op('Sum', [build.op('Multiply', [rows, strides])], { axis: 1, keepDims: false });
}
