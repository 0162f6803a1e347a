import { scratch } from '@jensenjs/core/adapter';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';

/** x − max x − log Σ exp(x − max x), over one axis. tfjs has no such kernel: its logSoftmax is made of others. */
export const logSoftmax: Kernel = {
  name: 'LogSoftmax',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { logits } = inputs as { logits: TensorInfo };
      const { axis } = attrs as { axis: number };
      return scratch(backend, (keep) => {
        const largest = keep(run(backend, 'Max', { x: logits }, { reductionIndices: axis, keepDims: true }));
        const centred = keep(run(backend, 'Sub', { a: logits, b: largest }));
        const masses = keep(run(backend, 'Exp', { x: centred }));
        const mass = keep(run(backend, 'Sum', { x: masses }, { axis, keepDims: true }));
        return run(backend, 'Sub', { a: centred, b: keep(run(backend, 'Log', { x: mass })) });
      });
    },
};
