import { sameShape } from '@jensenjs/core';
import { slice_util, type Tensor, util } from '@tensorflow/tfjs-core';
import { inputAt, numbers, refuseEmpty } from './read';
import type { Composite, Primitive, Rows } from './row';

/** The block of x that begins at `begin` and has `size`; what is left out begins at 0 and reaches the end, as does −1. */
const slice: Primitive = {
  inputs: ['x'],
  infer(inputs, attributes) {
    const x = inputAt('Slice', inputs);
    const like = { shape: [...x.shape] } as Tensor;
    const [begin, size] = slice_util.parseSliceParams(
      like,
      attributes.begin as number[],
      attributes.size as number[] | undefined,
    ) as [number[], number[]];
    slice_util.assertParamsValid(like, begin, size);
    refuseEmpty('Slice', size);
    return { outputs: [{ shape: size, dtype: x.dtype }], attributes: { begin, size } };
  },
  lower(emit, { inputs, outputs, attributes }) {
    const x = inputAt('Slice', inputs);
    const { shape } = inputAt('Slice', outputs);
    const begin = numbers('Slice', attributes.begin);
    const axes = [...shape.keys()].filter((axis) => shape[axis] !== x.shape[axis]);
    if (axes.length === 0) return [emit.name(x)];
    const begins = axes.map((axis) => begin[axis] ?? 0);
    const ends = axes.map((axis) => (begin[axis] ?? 0) + (shape[axis] ?? 0));
    return [emit.node('Slice', [emit.name(x), emit.int64(begins), emit.int64(ends), emit.int64(axes)])];
  },
};

/** x backwards along the axes `dims`; along all of them when there is none. */
const reverse: Primitive = {
  inputs: ['x'],
  infer(inputs, attributes) {
    const x = inputAt('Reverse', inputs);
    const dims = util.parseAxisParam(attributes.dims as number[], [...x.shape]).sort((a, b) => a - b);
    return { outputs: [{ shape: x.shape, dtype: x.dtype }], attributes: { dims } };
  },
  lower(emit, { inputs, attributes }) {
    const x = inputAt('Reverse', inputs);
    const axes = numbers('Reverse', attributes.dims).filter((axis) => x.shape[axis] !== 1);
    if (axes.length === 0) return [emit.name(x)];
    const last = emit.int64(axes.map(() => -1));
    // One before the first: −1 would be the last.
    const ends = emit.int64(axes.map((axis) => -(x.shape[axis] ?? 0) - 1));
    return [emit.node('Slice', [emit.name(x), last, ends, emit.int64(axes), last])];
  },
};

/** Every `strides[i]`-th element of a block of x, with the masks of TensorFlow's strided slices. */
const stridedSlice: Composite = {
  inputs: ['x'],
  expand(build, inputs, attributes) {
    const x = inputAt('StridedSlice', inputs);
    const given = numbers('StridedSlice', attributes.begin);
    const { begin, end, strides, finalShape } = slice_util.sliceInfo(
      [...x.shape],
      given,
      numbers('StridedSlice', attributes.end),
      attributes.strides == null ? given.map(() => 1) : numbers('StridedSlice', attributes.strides),
      Number(attributes.beginMask ?? 0),
      Number(attributes.endMask ?? 0),
      Number(attributes.ellipsisMask ?? 0),
      Number(attributes.newAxisMask ?? 0),
      Number(attributes.shrinkAxisMask ?? 0),
    ) as { begin: number[]; end: number[]; strides: number[]; finalShape: number[] };
    refuseEmpty('StridedSlice', finalShape);
    const axes = x.shape.map((_, i) => {
      const [from, stride] = [begin[i] ?? 0, strides[i] ?? 1];
      return { from, stride, count: Math.max(0, Math.ceil(((end[i] ?? 0) - from) / stride)) };
    });
    const block = axes.map(({ from, stride, count }) => {
      const to = from + (count - 1) * stride;
      return { begin: Math.min(from, to), size: Math.abs(to - from) + 1 };
    });
    let result = build.op('Slice', [x], { begin: block.map((b) => b.begin), size: block.map((b) => b.size) });
    const backwards = [...axes.keys()].filter((i) => (axes[i]?.stride ?? 1) < 0 && (axes[i]?.count ?? 1) > 1);
    if (backwards.length > 0) result = build.op('Reverse', [result], { dims: backwards });
    for (const [axis, { stride, count }] of axes.entries()) {
      const step = Math.abs(stride);
      if (step === 1 || count === 1) continue;
      const indices = build.constant(
        Int32Array.from({ length: count }, (_, i) => i * step),
        [count],
        'int32',
      );
      result = build.op('GatherV2', [result, indices], { axis, batchDims: 0 });
    }
    return sameShape(result.shape, finalShape) ? result : build.op('Reshape', [result], { shape: finalShape });
  },
};

export const slicingRows: Rows = { Slice: slice, Reverse: reverse, StridedSlice: stridedSlice };
