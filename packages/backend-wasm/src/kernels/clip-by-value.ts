import type { TensorInfo } from '@tensorflow/tfjs-core';
import { constant, type Kernel, run, scratch, type WasmBackend } from '../backend';

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
  const dtype = x.dtype === 'int32' ? 'int32' : 'float32';
  return scratch(backend, (keep) => {
    const low = keep(constant(backend, min, dtype));
    const high = keep(constant(backend, max, dtype));
    return run(backend, 'Minimum', { a: keep(run(backend, 'Maximum', { a: x, b: low })), b: high });
  });
}
