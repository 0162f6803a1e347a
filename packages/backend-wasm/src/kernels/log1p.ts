import { scratch } from '@jensenjs/core/adapter';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { constant, type Kernel, run } from '../backend';

/*
 * tfjs computes log(1 + x), which loses every digit of a small x. With u = fl(1 + x), what the rounding lost is
 * x − (u − 1), exactly, and log(1 + x) = log u + log(1 + (x − (u − 1)) / u), whose last term is its argument to first order
 * (W. Kahan's device, as in D. Goldberg 1991, theorem 4). Where that is not finite (x = −1, x = ∞), log u is right.
 */
export const log1p: Kernel = {
  name: 'Log1p',
  make:
    () =>
    ({ inputs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      return scratch(backend, (keep) => {
        const one = keep(constant(backend, 1, 'float32'));
        const value = x.dtype === 'float32' ? x : keep(run(backend, 'Cast', { x }, { dtype: 'float32' }));
        const u = keep(run(backend, 'Add', { a: value, b: one }));
        const rounded = keep(run(backend, 'Log', { x: u }));
        const lost = keep(run(backend, 'Sub', { a: value, b: keep(run(backend, 'Sub', { a: u, b: one })) }));
        const exact = keep(run(backend, 'Add', { a: rounded, b: keep(run(backend, 'RealDiv', { a: lost, b: u })) }));
        const condition = keep(run(backend, 'IsFinite', { x: exact }));
        const out = run(backend, 'Select', { condition, t: exact, e: rounded });
        return x.dtype === 'float32' ? out : run(backend, 'Cast', { x: keep(out) }, { dtype: x.dtype });
      });
    },
};
