import { scratch } from '@jensenjs/core/adapter';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { constant, run, type WasmBackend } from '../backend';

/**
 * sign(x) · (1 − e^−2|x|) / (1 + e^−2|x|), of floats, with 1 − e^−2|x| from the kernel of elu, which XNNPACK has. tfjs's kernel is a scalar
 * loop, several times slower.
 */
export function tanh(backend: WasmBackend, x: TensorInfo): TensorInfo {
  return scratch(backend, (keep) => {
    const two = keep(constant(backend, 2, 'float32'));
    const minusTwo = keep(constant(backend, -2, 'float32'));
    const size = keep(run(backend, 'Abs', { x }));
    const t = keep(run(backend, 'Elu', { x: keep(run(backend, 'Multiply', { a: size, b: minusTwo })) })); // e^−2|x| − 1
    const negative = keep(run(backend, 'RealDiv', { a: t, b: keep(run(backend, 'Add', { a: t, b: two })) }));
    const side = keep(run(backend, 'Step', { x: keep(run(backend, 'Neg', { x })) }, { alpha: -1 }));
    return run(backend, 'Multiply', { a: negative, b: side });
  });
}
