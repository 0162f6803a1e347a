import {
  cast,
  equal,
  type GradConfig,
  greater,
  log,
  logicalAnd,
  mul,
  ones,
  Pow,
  pow,
  sub,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
import { sumTo } from './broadcasting';

/**
 * a^b: b·a^(b−1) and a^b·log a. Where tfjs computes 0·0^(−1) or 0·log 0, and hence NaN in this or the next derivative, the base is
 * replaced by 1 before: with exponent 0 at base 0 for the first, at any base that is not positive for the second (derivative 0).
 */
export const power: readonly GradConfig[] = [
  {
    kernelName: Pow,
    inputsToSave: ['a', 'b'],
    outputsToSave: [true],
    gradFunc: (dy, saved) => {
      const [a, b, y] = saved as [Tensor, Tensor, Tensor];
      return {
        a: () => {
          const exponent = cast(b, 'float32');
          const base = where(logicalAnd(equal(a, 0), equal(b, 0)), ones(y.shape), cast(a, 'float32'));
          return sumTo(mul(dy as Tensor, mul(exponent, pow(base, sub(exponent, 1)))), a.shape);
        },
        b: () => {
          const base = where(greater(a, 0), cast(a, 'float32'), ones(a.shape));
          return sumTo(mul(dy as Tensor, mul(y, log(base))), b.shape);
        },
      };
    },
  },
];
