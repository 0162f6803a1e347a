import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, run, scratch } from '../backend';

/*
 * max(x, 0) − alpha · max(−x, 0). tfjs's kernel damages the heap for some shapes, and is wrong where alpha broadcasts
 * otherwise than along the last dimensions.
 */
export const prelu: Kernel = {
  name: 'Prelu',
  make:
    () =>
    ({ inputs, backend }) => {
      const { x, alpha } = inputs as { x: TensorInfo; alpha: TensorInfo };
      return scratch(backend, (keep) => {
        const value = x.dtype === 'float32' ? x : keep(run(backend, 'Cast', { x }, { dtype: 'float32' }));
        const positive = keep(run(backend, 'Relu', { x: value }));
        const negative = keep(run(backend, 'Relu', { x: keep(run(backend, 'Neg', { x: value })) }));
        const scaled = keep(run(backend, 'Multiply', { a: negative, b: alpha }));
        return run(backend, 'Sub', { a: positive, b: scaled });
      });
    },
};

/** x times its slope, 1 or alpha: tfjs's kernel is a scalar loop, twenty times slower than these two operations. */
export const leakyRelu: Kernel = {
  name: 'LeakyRelu',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const { alpha } = attrs as { alpha: number };
      return scratch(backend, (keep) => {
        const value = x.dtype === 'float32' ? x : keep(run(backend, 'Cast', { x }, { dtype: 'float32' }));
        return run(backend, 'Multiply', { a: value, b: keep(run(backend, 'Step', { x: value }, { alpha })) });
      });
    },
};
