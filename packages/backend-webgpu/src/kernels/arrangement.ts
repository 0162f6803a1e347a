import { sizeOf } from '@jensenjs/core';
import { type DataType, slice_util, type TensorInfo, upcastType, util } from '@tensorflow/tfjs-core';
import type { Kernel, WebgpuBackend } from '../backend';
import { compute } from './compute';
import { strides, walk, walkNumbers } from './steps';

/** x with its axes in another order, for every rank and data type. The caller owns the result. */
export function permuted(backend: WebgpuBackend, x: TensorInfo, order: readonly number[]): TensorInfo {
  const own = strides(x.shape);
  const shape = order.map((axis) => x.shape[axis] as number);
  return compute(backend, {
    key: `Transpose ${shape.length}`,
    inputs: { x },
    shape,
    dtype: x.dtype,
    integers: walkNumbers(shape, { x: { steps: order.map((axis) => own[axis] as number) } }),
    functions: walk('x', shape.length),
    code: 'result[index] = T(x[xAt(index)]);',
  });
}

/** tfjs's program does not compile for int32 and bool, but for matrices. */
const transpose: Kernel = {
  name: 'Transpose',
  make: (stock) => (args) => {
    const x = args.inputs.x as TensorInfo;
    const matrix = x.shape.length === 2 && x.dtype === 'float32';
    return matrix || x.dtype === 'complex64' ? stock(args) : permuted(args.backend, x, args.attrs.perm as number[]);
  },
};

/** tfjs stops at rank 4. The condition has the shape of the others, or that of their first axis. */
const select: Kernel = {
  name: 'Select',
  make:
    () =>
    ({ inputs, backend }) => {
      const [condition, t, e] = [inputs.condition, inputs.t, inputs.e] as [TensorInfo, TensorInfo, TensorInfo];
      return compute(backend, {
        key: 'Select',
        inputs: { condition, t, e },
        shape: t.shape,
        dtype: upcastType(t.dtype, e.dtype),
        integers: { row: sizeOf(t.shape) / sizeOf(condition.shape) },
        code: 'if (condition[index / uniforms.row] != 0) { result[index] = T(t[index]); } else { result[index] = T(e[index]); }',
      });
    },
};

/** tfjs's program does not compile beyond rank 4. */
const pad: Kernel = {
  name: 'PadV2',
  make: (stock) => (args) => {
    const { inputs, attrs, backend } = args;
    const x = inputs.x as TensorInfo;
    const rank = x.shape.length;
    if (rank <= 4) return stock(args);
    const paddings = attrs.paddings as [number, number][];
    const shape = x.shape.map(
      (side, axis) => side + (paddings[axis] as [number, number])[0] + (paddings[axis] as [number, number])[1],
    );
    const numbers = x.shape.flatMap((side, axis) => [
      [`side${axis}`, side] as const,
      [`before${axis}`, (paddings[axis] as [number, number])[0]] as const,
    ]);
    const axes = x.shape
      .map(
        (_, axis) => `
        let at${axis} = rest / uniforms.block${axis} - uniforms.before${axis};
        rest = rest % uniforms.block${axis};
        if (at${axis} < 0 || at${axis} >= uniforms.side${axis}) { result[index] = T(uniforms.value); return; }
        source += at${axis} * uniforms.xStep${axis};`,
      )
      .join('');
    return compute(backend, {
      key: `PadV2 ${rank}`,
      inputs: { x },
      shape,
      dtype: x.dtype,
      integers: { ...walkNumbers(shape, { x: { steps: strides(x.shape) } }), ...Object.fromEntries(numbers) },
      floats: { value: attrs.constantValue as number },
      code: `
        var rest = index;
        var source = 0;
        ${axes}
        result[index] = T(x[source]);
      `,
    });
  },
};

/** tfjs's program does not compile beyond rank 4. */
const stridedSlice: Kernel = {
  name: 'StridedSlice',
  make: (stock) => (args) => {
    const { inputs, attrs, backend } = args;
    const x = inputs.x as TensorInfo;
    if (x.shape.length <= 4) return stock(args);
    const { begin, end, strides: every } = attrs as Record<string, number[]>;
    const { beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attrs as Record<string, number>;
    const info = slice_util.sliceInfo(
      x.shape,
      begin as number[],
      end as number[],
      every as number[],
      beginMask as number,
      endMask as number,
      ellipsisMask as number,
      newAxisMask as number,
      shrinkAxisMask as number,
    );
    const own = strides(x.shape);
    const shape = info.finalShapeSparse;
    const start = own.reduce((sum, step, axis) => sum + step * (info.begin[axis] as number), 0);
    const steps = own.map((step, axis) => step * (info.strides[axis] as number));
    const out = compute(backend, {
      key: `StridedSlice ${shape.length}`,
      inputs: { x },
      shape,
      dtype: x.dtype,
      integers: walkNumbers(shape, { x: { start, steps } }),
      functions: walk('x', shape.length),
      code: 'result[index] = T(x[xAt(index)]);',
    });
    return { ...out, shape: info.finalShape };
  },
};

/** tfjs reads tensors beyond rank 4 back, and waits for that. */
const tile: Kernel = {
  name: 'Tile',
  make: (stock) => (args) => {
    const { inputs, attrs, backend } = args;
    const x = inputs.x as TensorInfo;
    if (x.dtype === 'string' || (x.dtype === 'float32' && x.shape.length <= 4)) return stock(args);
    const own = strides(x.shape);
    const repeats = attrs.reps as number[];
    const shape = x.shape.flatMap((side, axis) => [repeats[axis] as number, side]);
    const out = compute(backend, {
      key: `Tile ${shape.length}`,
      inputs: { x },
      shape,
      dtype: x.dtype,
      integers: walkNumbers(shape, { x: { steps: own.flatMap((step) => [0, step]) } }),
      functions: walk('x', shape.length),
      code: 'result[index] = T(x[xAt(index)]);',
    });
    return { ...out, shape: x.shape.map((side, axis) => side * (repeats[axis] as number)) };
  },
};

/** tfjs stops at rank 4. */
const reverse: Kernel = {
  name: 'Reverse',
  make: (stock) => (args) => {
    const { inputs, attrs, backend } = args;
    const x = inputs.x as TensorInfo;
    const rank = x.shape.length;
    if (rank <= 4 && x.dtype === 'float32') return stock(args);
    const turned = util.parseAxisParam(attrs.dims as number[], [...x.shape]);
    const own = strides(x.shape);
    const start = turned.reduce((sum, axis) => sum + ((x.shape[axis] as number) - 1) * (own[axis] as number), 0);
    const steps = own.map((step, axis) => (turned.includes(axis) ? -step : step));
    return compute(backend, {
      key: `Reverse ${rank}`,
      inputs: { x },
      shape: x.shape,
      dtype: x.dtype,
      integers: walkNumbers(x.shape, { x: { start, steps } }),
      functions: walk('x', rank),
      code: 'result[index] = T(x[xAt(index)]);',
    });
  },
};

/** tfjs mixes its two values, which makes NaN of infinity. */
const oneHot: Kernel = {
  name: 'OneHot',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const indices = inputs.indices as TensorInfo;
      const depth = attrs.depth as number;
      return compute(backend, {
        key: 'OneHot',
        inputs: { indices },
        shape: [...indices.shape, depth],
        dtype: attrs.dtype as DataType,
        integers: { depth },
        floats: { on: attrs.onValue as number, off: attrs.offValue as number },
        code: `
          let hot = i32(indices[index / uniforms.depth]) == index % uniforms.depth;
          result[index] = T(select(uniforms.off, uniforms.on, hot));
        `,
      });
    },
};

export const arrangementKernels: readonly Kernel[] = [transpose, select, pad, stridedSlice, tile, reverse, oneHot];
