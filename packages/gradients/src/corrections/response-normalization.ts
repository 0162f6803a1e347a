import {
  add,
  engine,
  type GradConfig,
  LRN,
  LRNGrad,
  matMul,
  mul,
  pow,
  reshape,
  sub,
  type Tensor,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { runKernel } from '../kernel';

interface Attributes {
  depthRadius: number;
  bias: number;
  alpha: number;
  beta: number;
}

/**
 * Local response normalisation, y = x·n^−β with n = bias + α·W(x²) and W the sum over neighbouring channels:
 * dx = dy·n^−β − 2αβ·x·W(dy·x·n^−(β+1)). The kernel LRNGrad computes it in one go and has no gradient; so while a tape records,
 * the formula runs in ops that have one.
 */
export const responseNormalization: readonly GradConfig[] = [
  {
    kernelName: LRN,
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attributes) => {
      const [x, y] = saved as [Tensor, Tensor];
      return {
        x: () =>
          engine().isTapeOn()
            ? differentiable(dy as Tensor, x, attributes as unknown as Attributes)
            : runKernel(LRNGrad, { x, y, dy: dy as Tensor }, attributes),
      };
    },
  },
];

function differentiable(dy: Tensor, x: Tensor, { depthRadius, bias, alpha, beta }: Attributes): Tensor {
  const channels = x.shape[x.rank - 1] ?? 1;
  const neighbours = tensor2d(
    Array.from({ length: channels }, (_, i) =>
      Array.from({ length: channels }, (_, j) => (Math.abs(i - j) <= depthRadius ? 1 : 0)),
    ),
  );
  const windowSum = (t: Tensor): Tensor => reshape(matMul(reshape(t, [-1, channels]), neighbours), t.shape);
  const norm = add(mul(windowSum(mul(x, x)), alpha), bias);
  const inner = windowSum(mul(mul(dy, x), pow(norm, -beta - 1)));
  return sub(mul(dy, pow(norm, -beta)), mul(mul(x, 2 * alpha * beta), inner));
}
