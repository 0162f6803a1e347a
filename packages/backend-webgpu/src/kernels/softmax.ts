import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';

/** softmax(x) = exp(x − max x) / Σ exp(x − max x). tfjs's own program hides NaN and infinity. */
export const softmax: Kernel = {
  name: 'Softmax',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const logits = inputs.logits as TensorInfo;
      const axis = [attrs.dim as number];
      const largest = run(backend, 'Max', { x: logits }, { reductionIndices: axis, keepDims: true });
      const shifted = run(backend, 'Sub', { a: logits, b: largest });
      const exponentials = run(backend, 'Exp', { x: shifted });
      const total = run(backend, 'Sum', { x: exponentials }, { axis, keepDims: true });
      const out = run(backend, 'RealDiv', { a: exponentials, b: total });
      for (const { dataId } of [largest, shifted, exponentials, total]) backend.disposeData(dataId);
      return out;
    },
};
