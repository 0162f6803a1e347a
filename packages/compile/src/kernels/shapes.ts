import { ArgumentError, formatShape, sameShape, sizeOf } from '@jensenjs/core';
import { util } from '@tensorflow/tfjs-core';
import { inputAt, numbers } from './read';
import type { Composite, Primitive, Rows } from './row';

/** x of any shape → the same numbers, of `shape`, where one size may be −1. */
const reshape: Primitive = {
  inputs: ['x'],
  infer(inputs, attributes) {
    const x = inputAt('Reshape', inputs);
    const shape = util.inferFromImplicitShape(numbers('Reshape', attributes.shape), sizeOf(x.shape));
    return { outputs: [{ shape, dtype: x.dtype }], attributes: { shape } };
  },
  lower(emit, { inputs, outputs }) {
    const x = inputAt('Reshape', inputs);
    const { shape } = inputAt('Reshape', outputs);
    if (sameShape(x.shape, shape)) return [emit.name(x)];
    // A size 0 would otherwise mean that of the input.
    const attributes = shape.includes(0) ? { allowzero: 1 } : {};
    return [emit.node('Reshape', [emit.name(x), emit.int64(shape)], attributes)];
  },
};

/** A new dimension of size 1 at `dim`, counted from the end of the result when negative. */
const expandDims: Composite = {
  inputs: ['input'],
  expand(build, inputs, { dim }) {
    const x = inputAt('ExpandDims', inputs);
    const at = Number(dim);
    const position = at < 0 ? at + x.shape.length + 1 : at;
    return build.op('Reshape', [x], { shape: [...x.shape.slice(0, position), 1, ...x.shape.slice(position)] });
  },
};

/** Dimension i of the result is dimension `perm[i]` of x. */
const transpose: Primitive = {
  inputs: ['x'],
  infer(inputs, attributes) {
    const x = inputAt('Transpose', inputs);
    const perm = numbers('Transpose', attributes.perm);
    const shape = perm.map((axis) => x.shape[axis]).filter((size) => size !== undefined);
    if (new Set(perm).size !== x.shape.length || shape.length !== x.shape.length)
      throw new ArgumentError('Transpose', `[${perm.join(', ')}] is no order of the axes of ${formatShape(x.shape)}.`);
    return { outputs: [{ shape, dtype: x.dtype }], attributes: { perm } };
  },
  lower(emit, { inputs, attributes }) {
    const x = inputAt('Transpose', inputs);
    const perm = numbers('Transpose', attributes.perm);
    if (perm.every((axis, i) => axis === i)) return [emit.name(x)];
    return [emit.node('Transpose', [emit.name(x)], { perm })];
  },
};

/** `reps[i]` copies of x along dimension i: broadcast along dimensions of size 1, some of them inserted. */
const tile: Composite = {
  inputs: ['x'],
  expand(build, inputs, attributes) {
    const x = inputAt('Tile', inputs);
    const reps = numbers('Tile', attributes.reps);
    if (reps.length !== x.shape.length)
      throw new ArgumentError('Tile', `expected one count for each dimension of ${formatShape(x.shape)}.`);
    const dimensions = x.shape.map((size, i) => ({ size, count: reps[i] ?? 1 }));
    const isInserted = ({ size, count }: { size: number; count: number }): boolean => size !== 1 && count !== 1;
    const split = dimensions.flatMap((dimension) => [...(isInserted(dimension) ? [1] : []), dimension.size]);
    const repeated = dimensions.flatMap((dimension) =>
      isInserted(dimension) ? [dimension.count, dimension.size] : [dimension.size * dimension.count],
    );
    const copies = build.op('BroadcastTo', [build.op('Reshape', [x], { shape: split })], { shape: repeated });
    return build.op('Reshape', [copies], { shape: dimensions.map(({ size, count }) => size * count) });
  },
};

export const shapeRows: Rows = {
  Reshape: reshape,
  ExpandDims: expandDims,
  Transpose: transpose,
  Tile: tile,
};
