import { scratch } from '@jensenjs/core/adapter';
import { type DataType, type TensorInfo, upcastType } from '@tensorflow/tfjs-core';
import { constant, type Kernel, type KernelArguments, run } from '../backend';

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

/** tfjs's kernel moves elements of four bytes, damages the heap beyond those of one, and takes both for those of one type. */
export const select: Kernel = {
  name: 'Select',
  make: (stock) => (args) => {
    const { inputs, attrs, backend } = args;
    const { condition, t, e } = inputs as { condition: TensorInfo; t: TensorInfo; e: TensorInfo };
    const dtype = upcastType(t.dtype, e.dtype);
    if (t.dtype === e.dtype && dtype !== 'bool') return stock(args);
    return scratch(backend, (keep) => {
      const common = dtype === 'bool' ? 'int32' : dtype;
      const [wideT, wideE] = [t, e].map((x) => keep(run(backend, 'Cast', { x }, { dtype: common })));
      const out = stock({ inputs: { condition, t: wideT, e: wideE }, attrs, backend });
      return dtype === 'bool' ? run(backend, 'Cast', { x: keep(out) }, { dtype }) : out;
    });
  },
};

/** tfjs's kernels take all bits for those of floats. */
export const ofFloats: readonly Kernel[] = ['Erf', 'ResizeNearestNeighbor'].map((name) => ({
  name,
  make: (stock) => (args) => {
    const [input = ''] = Object.keys(args.inputs);
    return args.inputs[input]?.dtype === 'float32' ? stock(args) : converted('float32', name, args, input);
  },
}));

/** The result is float32. tfjs's kernel takes the bits of other data types for those of floats. */
export const softmax: Kernel = {
  name: 'Softmax',
  make: (stock) => (args) => {
    const { attrs, backend } = args;
    const { logits } = args.inputs as { logits: TensorInfo };
    if (logits.dtype === 'float32') return stock(args);
    return scratch(backend, (keep) =>
      stock({ inputs: { logits: keep(run(backend, 'Cast', { x: logits }, { dtype: 'float32' })) }, attrs, backend }),
    );
  },
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

function converted(safe: DataType, name: string, { inputs, attrs, backend }: KernelArguments, input = 'x'): TensorInfo {
  const x = inputs[input] as TensorInfo;
  return scratch(backend, (keep) => {
    const safely = keep(run(backend, 'Cast', { x }, { dtype: safe }));
    return run(backend, 'Cast', { x: keep(run(backend, name, { [input]: safely }, attrs)) }, { dtype: x.dtype });
  });
}
