import {
  backend_util,
  cumprod,
  type GradConfig,
  mul,
  Prod,
  reshape,
  type Tensor,
  transpose,
  util,
} from '@tensorflow/tfjs-core';
import { defineGradient } from './define';

/**
 * Each factor's derivative is the product of all others: those before it times those behind it, without a division. As in tfjs, but
 * for negative axes, and without methods of tensors, which exist only when somebody imports them.
 */
export const product: readonly GradConfig[] = [
  defineGradient(Prod, ['x'], (dy, { x }, { axis }: { axis: number | number[] }) => ({
    x: () => {
      const axes = util.parseAxisParam(axis, x.shape);
      const toLast = backend_util.getAxesPermutation(axes, x.rank);
      const moved = toLast ? transpose(x, toLast) : x;
      const kept = moved.shape.slice(0, x.rank - axes.length);
      const factors = reshape(moved, [...kept, axes.reduce((n, i) => n * (x.shape[i] ?? 1), 1)]);
      const gradient = reshape(mul(reshape(dy, [...kept, 1]), productOfOthers(factors)), moved.shape);
      return toLast ? transpose(gradient, backend_util.getUndoAxesPermutation(toLast)) : gradient;
    },
  })),
];

/** Along the last axis, the product of all other elements. */
export function productOfOthers(x: Tensor): Tensor {
  return mul(cumprod(x, x.rank - 1, true, false), cumprod(x, x.rank - 1, true, true));
}
