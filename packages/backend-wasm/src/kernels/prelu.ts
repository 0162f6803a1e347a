import type { TensorInfo } from '@tensorflow/tfjs-core';
import { constant, type Kernel, run, scratch } from '../backend';

/*
 * max(x, 0) + alpha · min(x, 0). tfjs's kernel damages the heap for some shapes, and is wrong where alpha broadcasts
 * otherwise than along the last dimensions.
 */
export const prelu: Kernel = {
  name: 'Prelu',
  make:
    () =>
    ({ inputs, backend }) => {
      const { x, alpha } = inputs as { x: TensorInfo; alpha: TensorInfo };
      return scratch(backend, (keep) => {
        const zero = keep(constant(backend, 0, 'float32'));
        const value = x.dtype === 'float32' ? x : keep(run(backend, 'Cast', { x }, { dtype: 'float32' }));
        const positive = keep(run(backend, 'Maximum', { a: value, b: zero }));
        const negative = keep(run(backend, 'Minimum', { a: value, b: zero }));
        const scaled = keep(run(backend, 'Multiply', { a: negative, b: alpha }));
        return run(backend, 'Add', { a: positive, b: scaled });
      });
    },
};
