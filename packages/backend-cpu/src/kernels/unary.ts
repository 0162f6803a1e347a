import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, numbersOf } from '../backend';

/** log(1 + e^x), of which tfjs's kernel takes e^x itself from −13.9 downwards; and the sign, of which it gives 0 for NaN. */
export const unary: readonly Kernel[] = Object.entries({
  Softplus: (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  Sign: Math.sign,
}).map(([name, of]) => ({
  name,
  make:
    () =>
    ({ inputs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      return backend.makeTensorInfo(x.shape, x.dtype, numbersOf(backend, x).map(of));
    },
}));
