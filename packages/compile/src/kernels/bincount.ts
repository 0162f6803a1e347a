import { sizeOf, UnsupportedError } from '@jensenjs/core';
import type { Builder } from '../graph/builder';
import { allocate } from '../graph/constants';
import type { Value } from '../graph/graph';
import { inputAt } from './read';
import type { Composite, Rows } from './row';

/**
 * How often each of 0 … size − 1 is in x, or the sum of the weights where it is: per row where x is a matrix. What is
 * not in this range counts nowhere; tfjs refuses negative numbers.
 */
const bincount = (kernel: string): Composite => ({
  inputs: ['x', 'weights'],
  expand(build, inputs, attributes) {
    const [x, weights] = [inputAt(kernel, inputs), inputAt(kernel, inputs, 1)];
    const size = Number(attributes.size);
    const isBinary = attributes.binaryOutput === true && x.shape.length === 2;
    const [rows, columns] = x.shape.length === 2 ? (x.shape as [number, number]) : [1, sizeOf(x.shape)];
    if (rows * columns === 0) throw new UnsupportedError(kernel, 'x has no elements. Leave the operation out.');
    const shape = [rows * columns];
    const isWeighted = sizeOf(weights.shape) > 0 && !isBinary;
    const counted = isWeighted
      ? build.op('Reshape', [weights], { shape })
      : build.constant(
          allocate(weights.dtype, sizeOf(shape)).map(() => 1),
          shape,
          weights.dtype,
        );
    const sums = build.op('UnsortedSegmentSum', [counted, bins(build, x, rows, columns, size)], {
      numSegments: rows * (size + 1),
    });
    const table = build.op('Reshape', [build.op('Cast', [sums], { dtype: weights.dtype })], {
      shape: [rows, size + 1],
    });
    const kept = build.op('Slice', [table], { begin: [0, 0], size: [rows, size] });
    const result = isBinary ? build.op('Minimum', [kept, build.scalar(1, weights.dtype)]) : kept;
    return x.shape.length === 2 ? result : build.op('Reshape', [result], { shape: [size] });
  },
});

/** Numbers of bins, of which each row has size + 1: the last for what is out of range. */
function bins(build: Builder, x: Value, rows: number, columns: number, size: number): Value {
  const int = (value: number): Value => build.scalar(value, 'int32');
  const isOut = build.op('LogicalOr', [build.op('Less', [x, int(0)]), build.op('GreaterEqual', [x, int(size)])]);
  const bin = build.op('Reshape', [build.op('Select', [isOut, int(size), x])], { shape: [rows, columns] });
  const starts = Int32Array.from({ length: rows }, (_, row) => row * (size + 1));
  const numbered = build.op('Add', [bin, build.constant(starts, [rows, 1], 'int32')]);
  return build.op('Reshape', [numbered], { shape: [rows * columns] });
}

export const bincountRows: Rows = { Bincount: bincount('Bincount'), DenseBincount: bincount('DenseBincount') };
