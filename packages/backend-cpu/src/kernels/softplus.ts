import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, numbersOf } from '../backend';

/** ln(1 + e^x); tfjs takes it for e^x or x too early. */
export const softplus: Kernel = {
  name: 'Softplus',
  make:
    () =>
    ({ inputs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const values = Float32Array.from(
        numbersOf(backend, x),
        (v) => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v))),
      );
      return backend.makeTensorInfo(x.shape, 'float32', values);
    },
};
