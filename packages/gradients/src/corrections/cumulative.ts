import {
  backend_util,
  cast,
  Cumprod,
  Cumsum,
  cumsum,
  expandDims,
  type GradConfig,
  mul,
  onesLike,
  sum,
  type Tensor,
  tensor2d,
  transpose,
  where,
} from '@tensorflow/tfjs-core';
import { defineGradient } from './define';
import { productOfOthers } from './product';

interface Attributes {
  axis: number;
  exclusive: boolean;
  reverse: boolean;
}

/**
 * Derivative of the running products y_i = Π_{j ∈ J(i)} x_j: dx_j = Σ_i dy_i Π_{k ∈ J(i), k ≠ j} x_k, without a division,
 * hence right at zeros too. Memory n² per running product of length n. tfjs has no gradient here, and its gradient of Prod is made of
 * running products, hence the first derivative of this one is the second of Prod.
 */
function cumprodGradient(dy: Tensor, x: Tensor, { exclusive, reverse }: Omit<Attributes, 'axis'>): Tensor {
  const n = x.shape[x.rank - 1] ?? 1;
  const takesPart = (i: number, j: number): boolean => {
    const ahead = reverse ? j - i : i - j;
    return exclusive ? ahead > 0 : ahead >= 0;
  };
  const part = tensor2d(
    Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => takesPart(i, j))),
    undefined,
    'bool',
  );
  const repeated = mul(expandDims(x, -2), onesLike(expandDims(dy, -1))); // [..., n, n]
  const factors = where(part, repeated, onesLike(repeated));
  return sum(mul(mul(expandDims(dy, -1), productOfOthers(factors)), cast(part, 'float32')), -2);
}

export const cumulative: readonly GradConfig[] = [
  // tfjs transposes the result once more when the axis is not the last: an error, or silently wrong for square shapes.
  defineGradient(Cumsum, ['x'], (dy, _, { axis, exclusive, reverse }: Attributes) => ({
    x: () => cumsum(dy, axis, exclusive, !reverse),
  })),
  defineGradient(Cumprod, ['x'], (dy, { x }, { axis, ...order }: Attributes) => ({
    x: () => {
      const toLast = backend_util.getAxesPermutation([axis], x.rank);
      if (!toLast) return cumprodGradient(dy, x, order);
      const back = backend_util.getUndoAxesPermutation(toLast);
      return transpose(cumprodGradient(transpose(dy, toLast), transpose(x, toLast), order), back);
    },
  })),
];
