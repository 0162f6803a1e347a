import { ArgumentError, formatShape } from '@jensenjs/core';
import { backend_util, type Tensor } from '@tensorflow/tfjs-core';
import type { Value } from '../graph/graph';
import { axisOf, inputAt, numbers, refuseEmpty } from './read';
import type { Composite, Primitive, Rows } from './row';

/** Tensors that differ in their size along `axis` at most, one after the other. */
const concat: Primitive = {
  infer(inputs, attributes) {
    const first = inputAt('Concat', inputs);
    const axis = axisOf('Concat', attributes.axis, first.shape.length);
    const shapes = inputs.map(({ shape }) => [...shape]);
    backend_util.assertParamsConsistent(shapes, axis);
    const mixed = inputs.find(({ dtype }) => dtype !== first.dtype);
    if (mixed) throw new ArgumentError('Concat', `cannot join ${first.dtype} and ${mixed.dtype}. Cast them.`);
    const shape = backend_util.computeOutShape(shapes, axis);
    return { outputs: [{ shape, dtype: first.dtype }], attributes: { axis } };
  },
  lower(emit, { inputs, attributes }) {
    const names = inputs.map(emit.name);
    const [only, ...others] = names;
    if (only !== undefined && others.length === 0) return [only];
    return [emit.node('Concat', names, { axis: Number(attributes.axis) })];
  },
};

/** Parts of x along `axis`, of the sizes `numOrSizeSplits` (one may be −1), or as many equal ones. */
const splitV: Primitive = {
  inputs: ['x'],
  list: true,
  infer(inputs, attributes) {
    const x = inputAt('SplitV', inputs);
    const axis = axisOf('SplitV', attributes.axis, x.shape.length);
    const parts = attributes.numOrSizeSplits as number | number[];
    const sizes = backend_util.prepareSplitSize({ shape: [...x.shape] } as Tensor, parts, axis);
    const outputs = sizes.map((size) => ({ shape: x.shape.with(axis, size), dtype: x.dtype }));
    for (const { shape } of outputs) refuseEmpty('SplitV', shape);
    return { outputs, attributes: { numOrSizeSplits: sizes, axis } };
  },
  lower(emit, { inputs, attributes }) {
    const x = emit.name(inputAt('SplitV', inputs));
    const sizes = numbers('SplitV', attributes.numOrSizeSplits);
    if (sizes.length === 1) return [x];
    return emit.nodes('Split', [x, emit.int64(sizes)], { axis: Number(attributes.axis) }, sizes.length);
  },
};

/** Tensors of one shape along a new dimension, `axis` of the result. */
const pack: Composite = {
  expand(build, inputs, attributes) {
    const first = inputAt('Pack', inputs);
    const axis = axisOf('Pack', attributes.axis, first.shape.length + 1);
    const shape = [...first.shape.slice(0, axis), 1, ...first.shape.slice(axis)];
    const expanded = inputs.filter((x) => x !== undefined).map((x) => build.op('Reshape', [x], { shape }));
    return expanded.length === 1 ? inputAt('Pack', expanded) : build.op('Concat', expanded, { axis });
  },
};

/** The slices of a tensor at each position of `axis`, without that dimension. */
const unpack: Composite = {
  list: true,
  inputs: ['value'],
  expand(build, inputs, attributes): Value[] {
    const x = inputAt('Unpack', inputs);
    const axis = axisOf('Unpack', attributes.axis, x.shape.length);
    const count = x.shape[axis] ?? 0;
    if (count === 0) throw new ArgumentError('Unpack', `${formatShape(x.shape)} has no slices along axis ${axis}.`);
    const slices = count === 1 ? [x] : build.ops('SplitV', [x], { numOrSizeSplits: Array(count).fill(1), axis });
    return slices.map((slice) => build.op('Reshape', [slice], { shape: x.shape.toSpliced(axis, 1) }));
  },
};

export const joiningRows: Rows = { Concat: concat, SplitV: splitV, Pack: pack, Unpack: unpack };
