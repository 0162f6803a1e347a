import { setBackend, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';

/** An argument of an operation, on the host. */
export interface Operand {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly values: readonly number[];
}

export interface Outcome {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
}

/** Numbers in [low, high), the same in every run; integers for int32, zeros and ones for bool. */
export function operand(shape: readonly number[], low = -2, high = 2, dtype: Operand['dtype'] = 'float32'): Operand {
  const size = shape.reduce((product, d) => product * d, 1);
  let state = size + shape.length;
  const values = Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const u = state / 2 ** 32;
    if (dtype === 'bool') return u < 0.5 ? 1 : 0;
    return dtype === 'int32' ? Math.floor(low + u * (high - low)) : low + u * (high - low);
  });
  return { shape, dtype, values };
}

/** A function that evaluates an operation on fresh tensors, on tfjs's cpu backend or on one of these by name. */
export function evaluateOn<Name extends string>(activate: Readonly<Record<Name, () => Promise<void>>>) {
  return async (
    backend: Name | 'cpu',
    operation: (...operands: Tensor[]) => Tensor,
    operands: readonly Operand[],
  ): Promise<Outcome> => {
    if (backend === 'cpu') await setBackend('cpu');
    else await activate[backend]();
    const out = tidy(() => operation(...operands.map((x) => tensor([...x.values], [...x.shape], x.dtype))));
    const values = Array.from(await out.data());
    out.dispose();
    return { shape: out.shape, dtype: out.dtype, values };
  };
}

/** Largest distance between two outcomes, relative where values exceed 1; ∞ where only one of them is NaN. */
export function distance(a: Outcome, b: Outcome): number {
  if (a.shape.join() !== b.shape.join() || a.dtype !== b.dtype) return Number.POSITIVE_INFINITY;
  return a.values.reduce((worst, x, i) => {
    const y = b.values[i] as number;
    if (x === y || (Number.isNaN(x) && Number.isNaN(y))) return worst;
    const d = Math.abs(x - y) / Math.max(1, Math.abs(x));
    return Math.max(worst, Number.isNaN(d) ? Number.POSITIVE_INFINITY : d);
  }, 0);
}
