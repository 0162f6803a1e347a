import { add, expm1, greaterEqual, maximum, minimum, mul, scalar, type Tensor, where } from '@tensorflow/tfjs-core';
import { composed, type Kernel } from '../backend';

/** TensorFlow writes e^x − 1, which loses the digits of a small x. */
const elu = composed('Elu', ({ inputs }) => belowZero(inputs.x as Tensor, (x) => expm1(x)));

// G. Klambauer et al. 2017, equation 2.
const SCALE = 1.0507009873554805;
const ALPHA = 1.6732632423543772;
const selu = composed('Selu', ({ inputs }) =>
  mul(
    SCALE,
    belowZero(inputs.x as Tensor, (x) => mul(ALPHA, expm1(x))),
  ),
);

/** `below(x)` where x < 0, else x, NaN included. */
function belowZero(x: Tensor, below: (x: Tensor) => Tensor): Tensor {
  return where(greaterEqual(x, 0), x, below(minimum(x, 0)));
}

/** By y = elu(x): dy where y ≥ 0, else dy · (y + 1). TensorFlow hides a NaN in y. */
const eluGrad = composed('EluGrad', ({ inputs }) => {
  const { dy, y } = inputs as Record<'dy' | 'y', Tensor>;
  return where(greaterEqual(y, 0), dy, mul(dy, add(y, 1)));
});

/** Bounds of integers are cut to integers that exist; tfjs-node makes 0 of infinity. */
const clipByValue = composed('ClipByValue', ({ inputs, attrs }, stock) => {
  const { x } = inputs as { x: Tensor };
  if (x.dtype !== 'int32') return stock();
  const bound = (value: unknown): Tensor =>
    scalar(Math.trunc(Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), value as number))), 'int32');
  return maximum(minimum(x, bound(attrs.clipValueMax)), bound(attrs.clipValueMin));
});

export const activations: readonly Kernel[] = [elu, selu, eluGrad, clipByValue];
