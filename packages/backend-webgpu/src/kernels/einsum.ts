import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';

/** Products of int32 in float32: tfjs brings the axes in order by a program that does not compile for int32. */
export const einsum: Kernel = {
  name: 'Einsum',
  make: (stock) => (args) => {
    const { backend } = args;
    const inputs = args.inputs as unknown as readonly TensorInfo[];
    if (inputs.every(({ dtype }) => dtype === 'float32')) return stock(args);
    const floats = inputs.map((x) => run(backend, 'Cast', { x }, { dtype: 'float32' }));
    const out = stock({ ...args, inputs: floats as never });
    const result = run(backend, 'Cast', { x: out }, { dtype: 'int32' });
    for (const { dataId } of [...floats, out]) backend.disposeData(dataId);
    return result;
  },
};
