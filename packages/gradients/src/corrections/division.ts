import { cast, div, type GradConfig, mul, neg, RealDiv } from '@tensorflow/tfjs-core';
import { sumTo } from './broadcasting';
import { defineGradient } from './define';

/** a / b: tfjs divides by b², which vanishes in float32 for b below 1e-23 and is infinite above 2e19. */
export const division: readonly GradConfig[] = [
  defineGradient(RealDiv, ['a', 'b'], (dy, { a, b }) => {
    const slope = div(dy, cast(b, 'float32'));
    return {
      a: () => sumTo(slope, a.shape),
      b: () => neg(div(sumTo(mul(slope, cast(a, 'float32')), b.shape), cast(b, 'float32'))),
    };
  }),
];
