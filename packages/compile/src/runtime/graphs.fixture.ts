import { createBuilder } from '../graph/create-builder';
import type { Graph } from '../graph/graph';
import { rows } from '../kernels/rows';

/** x float32 [2, 3], n int32 [3], b bool [3] → product = x · x + 1 [2, 3], doubled = 2n [3], opposite = not b [3], total = x · 1 [2]. */
export function mixedGraph(): Graph {
  const build = createBuilder(rows);
  const x = build.input('x', [2, 3], 'float32');
  const n = build.input('n', [3], 'int32');
  const b = build.input('b', [3], 'bool');
  const product = build.op('Add', [build.op('Multiply', [x, x]), build.scalar(1)]);
  const ones = build.constant(Float32Array.of(1, 1, 1), [3, 1], 'float32');
  const total = build.op('BatchMatMul', [x, ones], { transposeA: false, transposeB: false });
  return build.finish(
    new Map([
      ['product', product],
      ['doubled', build.op('Add', [n, n])],
      ['opposite', build.op('LogicalNot', [b])],
      ['total', total],
    ]),
  );
}

/** The arrays of `mixedGraph`: x is 1 … 6 times `scale`. */
export function mixedArrays(scale = 1) {
  return {
    inputs: {
      x: Float32Array.of(1, 2, 3, 4, 5, 6).map((value) => scale * value),
      n: Int32Array.of(-1, 0, 7),
      b: Uint8Array.of(1, 0, 1),
    },
    outputs: {
      product: new Float32Array(6),
      doubled: new Int32Array(3),
      opposite: new Uint8Array(3),
      total: new Float32Array(2),
    },
  };
}

/** What `mixedGraph` makes of `mixedArrays`. */
export function mixedResults(scale = 1) {
  return {
    product: Float32Array.of(1, 2, 3, 4, 5, 6).map((value) => (scale * value) ** 2 + 1),
    doubled: Int32Array.of(-2, 0, 14),
    opposite: Uint8Array.of(0, 1, 0),
    total: Float32Array.of(6 * scale, 15 * scale),
  };
}

/** Fails when it runs unless all of i int32 [2] lie in [0, 3): chosen = x[i]. */
export function gatherGraph(): Graph {
  const build = createBuilder(rows);
  const inputs = [build.input('x', [3], 'float32'), build.input('i', [2], 'int32')];
  return build.finish(new Map([['chosen', build.op('GatherV2', inputs, { axis: 0, batchDims: 0 })]]));
}

/** A chain of `count` products of x [size, size] with itself, kept small by tanh. */
export function slowGraph(size: number, count: number): Graph {
  const build = createBuilder(rows);
  const x = build.input('x', [size, size], 'float32');
  let y = x;
  for (let i = 0; i < count; i++)
    y = build.op('Tanh', [build.op('BatchMatMul', [y, x], { transposeA: false, transposeB: false })]);
  return build.finish(new Map([['y', y]]));
}
