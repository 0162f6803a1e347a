import { formatShape } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Case } from '../case';

interface Settings {
  readonly shape: readonly [number, number, number, number];
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

const settings: Settings[] = [
  { shape: [1, 2, 3, 7], depthRadius: 2, bias: 1, alpha: 1, beta: 0.5 },
  { shape: [2, 3, 2, 4], depthRadius: 5, bias: 1.2, alpha: 0.8, beta: 0.75 },
  { shape: [2, 1, 2, 1], depthRadius: 1, bias: 2, alpha: 0.3, beta: 1 },
  { shape: [1, 2, 2, 5], depthRadius: 0, bias: 1, alpha: 0.5, beta: 2 },
];

export const responseNormalizationCases: readonly Case[] = settings.map(
  ({ shape, depthRadius, bias, alpha, beta }, i): Case => ({
    name: `LRN: ${formatShape(shape)}, radius ${depthRadius}, β ${beta}`,
    inputs: [{ shape }],
    run: (x) => tf.localResponseNormalization(x as tf.Tensor4D, depthRadius, bias, alpha, beta),
    second: i === 1,
  }),
);
