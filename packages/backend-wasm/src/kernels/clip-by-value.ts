import type { TensorInfo } from '@tensorflow/tfjs-core';
import { constant, type Kernel, run, scratch } from '../backend';

/* tfjs clips the bits of integers as if they were floats, and turns NaN into a bound, which hides it. */
export const clipByValue: Kernel = {
  name: 'ClipByValue',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const { clipValueMin, clipValueMax } = attrs as { clipValueMin: number; clipValueMax: number };
      const dtype = x.dtype === 'int32' ? 'int32' : 'float32';
      return scratch(backend, (keep) => {
        const low = keep(constant(backend, clipValueMin, dtype));
        const high = keep(constant(backend, clipValueMax, dtype));
        return run(backend, 'Minimum', { a: keep(run(backend, 'Maximum', { a: x, b: low })), b: high });
      });
    },
};
