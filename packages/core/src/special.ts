import '@jensenjs/gradients';
import {
  abs,
  add,
  clipByValue,
  customGrad,
  div,
  equal,
  exp,
  expm1,
  type GradSaveFunc,
  greater,
  log,
  log1p,
  max,
  maximum,
  minimum,
  mul,
  neg,
  reshape,
  sub,
  sum,
  type Tensor,
  type TensorLike,
  tidy,
  where,
} from '@tensorflow/tfjs-core';
import { ArgumentError } from './errors';
import { formatShape, sizeOf } from './shapes';
import { stopGradient } from './stop-gradient';
import { toTensor } from './to-tensor';

/** The largest finite float32. */
const LARGEST = 3.4028234663852886e38;
/** The smallest normal float32. */
const SMALLEST = 1.1754943508222875e-38;

/**
 * ln Σ exp(x) along `axis`, along all axes when it is left out. −∞ for terms that are all −∞, with gradient 0; +∞ when
 * a term is. The gradient is the softmax of x, whose shares add up to 1 however large x is; higher derivatives hold.
 * @throws ArgumentError when an axis is not one of x's.
 */
export function logSumExp(x: Tensor | TensorLike, axis?: number | readonly number[], keepDims = false): Tensor {
  return tidy(() => {
    const terms = toTensor(x);
    const axes = axesOf('logSumExp', terms, axis);
    const total = withGradient(
      terms,
      (t) => {
        // Clipped, lest ∞ − ∞ arise: exp(−∞ − (−LARGEST)) is 0, as it should be.
        const shift = clipByValue(max(t, axes, true), -LARGEST, LARGEST);
        return add(log(sum(exp(sub(t, shift)), axes, true)), shift);
      },
      // Normalised anew, since the rounding of a large value would make the shares miss 1. The minimum serves terms of +∞.
      (dy, t, value) => {
        const shift = stopGradient(clipByValue(value, -LARGEST, LARGEST));
        const weights = exp(minimum(sub(t, shift), 0));
        return mul(dy, div(weights, maximum(sum(weights, axes, true), SMALLEST)));
      },
    );
    const rest = terms.shape.filter((_, i) => !axes.includes(i));
    return keepDims ? total : reshape(total, rest);
  });
}

/** ln of the mean of exp(x) along `axis`, with the limits of logSumExp. @throws ArgumentError as logSumExp. */
export function logMeanExp(x: Tensor | TensorLike, axis?: number | readonly number[], keepDims = false): Tensor {
  return tidy(() => {
    const terms = toTensor(x);
    const count = sizeOf(axesOf('logMeanExp', terms, axis).map((i) => terms.shape[i] as number));
    return sub(logSumExp(terms, axis, keepDims), Math.log(count));
  });
}

/**
 * ln(1 − exp(x)) for x ≤ 0, elementwise, accurate for x near 0 and far below (M. Mächler 2012, "Accurately computing
 * log(1 − exp(−|a|))", equation 7). −∞ at 0; NaN above.
 */
export function log1mExp(x: Tensor | TensorLike): Tensor {
  return tidy(() =>
    withGradient(
      toTensor(x),
      (t) => where(greater(t, -Math.LN2), log(neg(expm1(t))), log1p(neg(exp(t)))),
      (dy, t) => neg(mul(dy, div(exp(t), abs(expm1(t))))),
    ),
  );
}

/** x · ln y, elementwise with broadcasting: 0 where x is 0, whatever y is, and with both derivatives 0 there. */
export function xlogy(x: Tensor | TensorLike, y: Tensor | TensorLike): Tensor {
  return tidy(() => {
    const [factor, of] = [toTensor(x), toTensor(y)];
    return mul(factor, log(where(isZero(factor), 1, of)));
  });
}

/** x · ln(1 + y), elementwise with broadcasting: 0 where x is 0, whatever y is, and with both derivatives 0 there. */
export function xlog1py(x: Tensor | TensorLike, y: Tensor | TensorLike): Tensor {
  return tidy(() => {
    const [factor, of] = [toTensor(x), toTensor(y)];
    return mul(factor, log1p(where(isZero(factor), 0, of)));
  });
}

function isZero(x: Tensor): Tensor {
  return stopGradient(equal(x, 0));
}

/** forward(x) with a gradient of its own, which may use x and the value and must itself be differentiable. */
function withGradient(
  x: Tensor,
  forward: (x: Tensor) => Tensor,
  gradient: (dy: Tensor, x: Tensor, value: Tensor) => Tensor,
): Tensor {
  return customGrad((input, save) => {
    const value = forward(input as Tensor);
    (save as GradSaveFunc)([input as Tensor, value]);
    return { value, gradFunc: (dy: Tensor, saved) => gradient(dy, saved[0] as Tensor, saved[1] as Tensor) };
  })(x);
}

/** The axes as integers in [0, rank). */
function axesOf(asker: string, x: Tensor, axis: number | readonly number[] | undefined): number[] {
  const axes = axis === undefined ? x.shape.map((_, i) => i) : typeof axis === 'number' ? [axis] : axis;
  return axes.map((i) => {
    if (!Number.isInteger(i) || i < -x.rank || i >= x.rank)
      throw new ArgumentError(asker, `expected axes of a tensor ${formatShape(x.shape)}, got ${i}.`);
    return i < 0 ? i + x.rank : i;
  });
}
