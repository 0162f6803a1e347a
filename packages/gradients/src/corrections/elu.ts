import { EluGrad, type GradConfig, mul, neg, step } from '@tensorflow/tfjs-core';
import { runKernel } from '../kernel';
import { defineGradient } from './define';

/** EluGrad(dy, y) = dy where y ≥ 0, else dy·(y + 1): linear in dy, and its derivative in y is dy where y < 0. */
export const elu: readonly GradConfig[] = [
  defineGradient(EluGrad, ['dy', 'y'], (ddx, { dy, y }) => ({
    dy: () => runKernel(EluGrad, { dy: ddx, y }),
    y: () => mul(mul(ddx, dy), step(neg(y))),
  })),
];
