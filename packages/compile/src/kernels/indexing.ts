import { ArgumentError, formatShape, sizeOf, UnsupportedError } from '@jensenjs/core';
import type { Operation, Value } from '../graph/graph';
import type { Emitter } from '../onnx/emitter';
import { axisOf, inputAt } from './read';
import { flatIndices } from './flat-indices';
import type { Composite, Primitive, Rows } from './row';

/**
 * The elements of x at `indices` along `axis`: x.shape with that axis replaced by the dimensions of `indices`, of which the first
 * `batchDims` are those of x.
 *
 * tfjs throws on an index outside [0, size). Compiled, none is read beforehand: ONNX counts negative ones from the end, and ONNX
 * Runtime refuses others when it runs; with `batchDims` they reach into other examples.
 */
const gatherV2: Primitive = {
  inputs: ['x', 'indices'],
  infer(inputs, attributes) {
    const [x, indices] = [inputAt('GatherV2', inputs), inputAt('GatherV2', inputs, 1)];
    if (indices.dtype !== 'int32')
      throw new UnsupportedError('GatherV2', `expected int32 indices, got ${indices.dtype}. Cast them.`);
    const axis = axisOf('GatherV2', attributes.axis ?? 0, x.shape.length);
    const given = Number(attributes.batchDims ?? 0);
    const batchDims = given < 0 ? given + indices.shape.length : given;
    const batch = x.shape.slice(0, batchDims);
    if (batchDims > axis || batch.some((size, i) => size !== indices.shape[i]))
      throw new ArgumentError(
        'GatherV2',
        `x ${formatShape(x.shape)} and indices ${formatShape(indices.shape)} do not share ${batchDims} dimensions before axis ${axis}.`,
      );
    const shape = [...x.shape.slice(0, axis), ...indices.shape.slice(batchDims), ...x.shape.slice(axis + 1)];
    return { outputs: [{ shape, dtype: x.dtype }], attributes: { axis, batchDims } };
  },
  lower(emit, operation) {
    const [x, indices] = [inputAt('GatherV2', operation.inputs), inputAt('GatherV2', operation.inputs, 1)];
    const { axis, batchDims } = operation.attributes;
    if (batchDims !== 0) return [batched(emit, operation)];
    return [emit.node('Gather', [emit.name(x), emit.name(indices)], { axis: Number(axis) })];
  },
};

/** All examples laid one after the other, as rows among which to choose. */
function batched(emit: Emitter, { inputs, outputs, attributes }: Operation): string {
  const [x, indices] = [inputAt('GatherV2', inputs), inputAt('GatherV2', inputs, 1)];
  const [axis, batchDims] = [Number(attributes.axis), Number(attributes.batchDims)];
  const axes = [...x.shape.keys()];
  const [batch, outer, inner] = [axes.slice(0, batchDims), axes.slice(batchDims, axis), axes.slice(axis + 1)];
  const count = (among: readonly number[]): number => sizeOf(among.map((i) => x.shape[i] ?? 1));
  const [examples, size] = [count(batch), x.shape[axis] ?? 1];
  const chosen = sizeOf(indices.shape) / examples;
  const reshape = (name: string, shape: readonly number[]): string => emit.node('Reshape', [name, emit.int64(shape)]);

  const turned = emit.node('Transpose', [emit.name(x)], { perm: [...batch, axis, ...outer, ...inner] });
  const rows = reshape(turned, [examples * size, count(outer) * count(inner)]);
  const starts = emit.constant(
    Int32Array.from({ length: examples }, (_, i) => i * size),
    [examples, 1],
  );
  const places = emit.node('Add', [reshape(emit.name(indices), [examples, chosen]), starts]); // [examples, chosen]
  const found = emit.node('Gather', [rows, places], { axis: 0 }); // [examples, chosen, outer · inner]
  const split = reshape(found, [examples, chosen, count(outer), count(inner)]);
  const ordered = emit.node('Transpose', [split], { perm: [0, 2, 1, 3] });
  return reshape(ordered, inputAt('GatherV2', outputs).shape);
}

/** The slices of params [...sizes, ...slice] at indices [..., sizes.length]: [..., ...slice]. */
const gatherNd: Composite = {
  inputs: ['params', 'indices'],
  expand(build, inputs) {
    const [params, indices] = [inputAt('GatherNd', inputs), inputAt('GatherNd', inputs, 1)];
    const depth = indices.shape.at(-1) ?? 0;
    const [sizes, slice] = [params.shape.slice(0, depth), params.shape.slice(depth)];
    const places = flatIndices(build, 'GatherNd', indices, sizes);
    const rows = build.op('Reshape', [params], { shape: [sizeOf(sizes), ...slice] });
    const found = build.op('GatherV2', [rows, places], { axis: 0, batchDims: 0 });
    return build.op('Reshape', [found], { shape: [...indices.shape.slice(0, -1), ...slice] });
  },
};

/** `onValue` at the index of each row, `offValue` elsewhere: indices [...] → [..., depth]. An index out of range gives `offValue` only. */
const oneHot: Composite = {
  inputs: ['indices'],
  expand(build, inputs, { depth, onValue, offValue, dtype }): Value {
    const indices = inputAt('OneHot', inputs);
    const [width, on, off] = [Number(depth), Number(onValue ?? 1), Number(offValue ?? 0)];
    const type = dtype === 'float32' || dtype === 'bool' ? dtype : 'int32';
    const classes = build.constant(
      Int32Array.from({ length: width }, (_, i) => i),
      [width],
      'int32',
    );
    const column = build.op('Reshape', [indices], { shape: [...indices.shape, 1] });
    const hits = build.op('Equal', [column, classes]);
    if (on === 1 && off === 0) return build.op('Cast', [hits], { dtype: type });
    const chosenAs = type === 'bool' ? 'int32' : type;
    const filled = (value: number): Value => build.fill(hits.shape, value, chosenAs);
    const chosen = build.op('Select', [hits, filled(on), filled(off)]);
    return type === 'bool' ? build.op('Cast', [chosen], { dtype: type }) : chosen;
  },
};

export const indexingRows: Rows = { GatherV2: gatherV2, GatherNd: gatherNd, OneHot: oneHot };
