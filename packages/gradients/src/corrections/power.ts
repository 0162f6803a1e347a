import {
  cast,
  engine,
  equal,
  type GradConfig,
  greater,
  log,
  logicalAnd,
  mul,
  notEqual,
  ones,
  Pow,
  pow,
  sub,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
import { sumTo } from './broadcasting';

/** a^b: tfjs computes 0·0^(−1) at a = b = 0 and 0·log 0 at a = 0, hence NaN in the first or the second derivative. */
export const power: readonly GradConfig[] = [
  {
    kernelName: Pow,
    inputsToSave: ['a', 'b'],
    outputsToSave: [true],
    gradFunc: (dy, saved) => {
      const [a, b, y] = saved as [Tensor, Tensor, Tensor];
      const base = (): Tensor => cast(a, 'float32');
      const exponent = cast(b, 'float32');
      return {
        a: () => {
          const slope = engine().isTapeOn() ? differentiableSlope(base(), exponent) : slopeInBase(base(), exponent);
          return sumTo(mul(dy as Tensor, slope), a.shape);
        },
        b: () => {
          const positive = where(greater(a, 0), base(), ones(a.shape));
          return sumTo(mul(dy as Tensor, mul(y, log(positive))), b.shape);
        },
      };
    },
  },
];

/** b·a^(b−1), and 0 where b = 0. The exponent is mostly a scalar, so that the mask costs next to nothing. */
function slopeInBase(a: Tensor, b: Tensor): Tensor {
  return mul(b, pow(a, sub(b, cast(notEqual(b, 0), 'float32'))));
}

/** The same, with the right derivative in b at b = 0 as well: only 0^(−1) is masked. */
function differentiableSlope(a: Tensor, b: Tensor): Tensor {
  const undefinedAt = logicalAnd(equal(a, 0), equal(b, 0));
  return mul(b, pow(where(undefinedAt, ones(undefinedAt.shape), a), sub(b, 1)));
}
