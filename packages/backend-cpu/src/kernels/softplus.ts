import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, numbersOf } from '../backend';

/** ln(1 + e^x); tfjs takes it for e^x or x too early. */
export const softplus: Kernel = {
  name: 'Softplus',
  make:
    () =>
    ({ inputs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const of = (v: number): number => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
      return backend.makeTensorInfo(x.shape, x.dtype, numbersOf(backend, x).map(of));
    },
};
