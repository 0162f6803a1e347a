import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel } from '../backend';
import { compute } from './compute';

const conversions: Partial<Record<DataType, string>> = {
  float32: 'f32(x[index])',
  // As JavaScript does it: towards zero, modulo 2³², and 0 for what is not finite.
  int32: 'toInteger(f32(x[index]))',
  bool: 'select(1, 0, x[index] == 0)',
};

const toInteger = `
  fn toInteger(x : f32) -> i32 {
    if (isnan(x) || isinf(x)) { return 0; }
    let whole = trunc(x);
    if (abs(whole) < 2147483648.0) { return i32(whole); }
    let low = whole - floor(whole / 4294967296.0) * 4294967296.0;
    return bitcast<i32>(u32(low));
  }
`;

/** Makes a copy of the new type. tfjs gives int32 out as float32 without a change, and most of its programs then do not compile. */
export const cast: Kernel = {
  name: 'Cast',
  make: (stock) => (args) => {
    const { inputs, attrs, backend } = args;
    const x = inputs.x as TensorInfo;
    const dtype = attrs.dtype as DataType;
    const conversion = conversions[dtype];
    if (x.dtype === dtype || conversion === undefined || conversions[x.dtype] === undefined) return stock(args);
    const exact = x.dtype === 'bool' && dtype === 'int32';
    return compute(backend, {
      key: `Cast ${x.dtype} ${dtype}`,
      inputs: { x },
      shape: x.shape,
      dtype,
      functions: toInteger,
      code: `result[index] = ${exact ? 'x[index]' : conversion};`,
    });
  },
};
