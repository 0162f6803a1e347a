import type { TensorInfo } from '@tensorflow/tfjs-core';
import { computed, constant, type Kernel, run, scratch, type WasmBackend } from '../backend';

/* tfjs clips the bits of integers as if they were floats, and turns NaN into a bound, which hides it. */
export const clipByValue: Kernel = {
  name: 'ClipByValue',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { clipValueMin, clipValueMax } = attrs as { clipValueMin: number; clipValueMax: number };
      return clip(backend, inputs.x as TensorInfo, clipValueMin, clipValueMax);
    },
};

/** tfjs turns NaN into 0. */
export const relu6: Kernel = {
  name: 'Relu6',
  make:
    () =>
    ({ inputs, backend }) =>
      clip(backend, inputs.x as TensorInfo, 0, 6),
};

function clip(backend: WasmBackend, x: TensorInfo, min: number, max: number): TensorInfo {
  if (x.dtype !== 'float32')
    return computed(backend, x.shape, x.dtype, [x], (to, from) =>
      to.forEach((_, i) => (to[i] = Math.min(Math.max(from?.[i] as number, min), max))),
    );
  return scratch(backend, (keep) => {
    const low = keep(constant(backend, min, 'float32'));
    const high = keep(constant(backend, max, 'float32'));
    return run(backend, 'Minimum', { a: keep(run(backend, 'Maximum', { a: x, b: low })), b: high });
  });
}
