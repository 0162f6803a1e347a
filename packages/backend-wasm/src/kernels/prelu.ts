import { scratch } from '@jensenjs/core/adapter';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { constant, type Kernel, run } from '../backend';

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

/** Two slopes, of which tfjs's kernel computes the curved side near 0 as the difference of two numbers near 1. */
export const selu: Kernel = {
  name: 'Selu',
  make:
    () =>
    ({ inputs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      return scratch(backend, (keep) => {
        const value = x.dtype === 'float32' ? x : keep(run(backend, 'Cast', { x }, { dtype: 'float32' }));
        const curve = keep(run(backend, 'Elu', { x: value }));
        const side = keep(run(backend, 'Step', { x: value }, { alpha: SELU_ALPHA }));
        const slope = keep(run(backend, 'Multiply', { a: side, b: keep(constant(backend, SELU_SCALE, 'float32')) }));
        const out = run(backend, 'Multiply', { a: curve, b: slope });
        return x.dtype === 'float32' ? out : run(backend, 'Cast', { x: keep(out) }, { dtype: x.dtype });
      });
    },
};

// G. Klambauer et al. 2017, "Self-normalizing neural networks", equation 14.
const SELU_ALPHA = 1.673_263_242_354_377_2;
const SELU_SCALE = 1.050_700_987_355_480_5;
