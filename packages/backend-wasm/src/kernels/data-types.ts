import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { constant, type Kernel, type KernelArguments, run, scratch } from '../backend';

/* Kernels of tfjs that take the bits of one data type for those of another. */

/** To bool: whatever is not zero is true. tfjs keeps the lowest byte of the number. */
export const cast: Kernel = {
  name: 'Cast',
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      if (attrs.dtype !== 'bool' || (x.dtype !== 'float32' && x.dtype !== 'int32'))
        return stock({ inputs, attrs, backend });
      const dtype = x.dtype;
      return scratch(backend, (keep) => run(backend, 'NotEqual', { a: x, b: keep(constant(backend, 0, dtype)) }));
    },
};

/** tfjs's kernel copies elements of four bytes, and calls the result float32. */
export const stridedSlice: Kernel = {
  name: 'StridedSlice',
  make: (stock) => (args) => {
    const { dtype } = args.inputs.x as TensorInfo;
    if (dtype === 'bool') return converted('int32', 'StridedSlice', args);
    const out = stock(args);
    out.dtype = dtype;
    args.backend.dataIdMap.get(out.dataId).dtype = dtype;
    return out;
  },
};

/** tfjs's kernel moves elements of four bytes. */
export const reverse: Kernel = {
  name: 'Reverse',
  make: (stock) => (args) => (args.inputs.x?.dtype === 'bool' ? converted('int32', 'Reverse', args) : stock(args)),
};

/** tfjs's kernel moves elements of four bytes, and damages the heap beyond those of one. */
export const select: Kernel = {
  name: 'Select',
  make: (stock) => (args) => {
    const { inputs, attrs, backend } = args;
    const { condition, t, e } = inputs as { condition: TensorInfo; t: TensorInfo; e: TensorInfo };
    if (t.dtype !== 'bool') return stock(args);
    return scratch(backend, (keep) => {
      const [wideT, wideE] = [t, e].map((x) => keep(run(backend, 'Cast', { x }, { dtype: 'int32' })));
      const out = keep(stock({ inputs: { condition, t: wideT, e: wideE }, attrs, backend }));
      return run(backend, 'Cast', { x: out }, { dtype: 'bool' });
    });
  },
};

/** tfjs's kernel divides floats. */
export const reciprocal: Kernel = {
  name: 'Reciprocal',
  make: (stock) => (args) =>
    args.inputs.x?.dtype === 'int32' ? converted('float32', 'Reciprocal', args) : stock(args),
};

/** tfjs's kernels look at the bits of integers as if they were floats. */
export const tests: readonly Kernel[] = ['IsNan', 'IsInf', 'IsFinite'].map((name) => ({
  name,
  make: (stock) => (args) => {
    const { inputs, attrs, backend } = args;
    const { x } = inputs as { x: TensorInfo };
    if (x.dtype === 'float32') return stock(args);
    return scratch(backend, (keep) => {
      const floats = keep(run(backend, 'Cast', { x }, { dtype: 'float32' }));
      return stock({ inputs: { x: floats }, attrs, backend });
    });
  },
}));

function converted(safe: DataType, name: string, { inputs, attrs, backend }: KernelArguments): TensorInfo {
  const { x } = inputs as { x: TensorInfo };
  return scratch(backend, (keep) => {
    const safely = keep(run(backend, 'Cast', { x }, { dtype: safe }));
    return run(backend, 'Cast', { x: keep(run(backend, name, { x: safely }, attrs)) }, { dtype: x.dtype });
  });
}
