import * as tf from '@tensorflow/tfjs-core';
import type { Case } from './finite-differences.fixture';
import { between, bothSigns, distinct } from './values.fixture';

/** Ops that are made of kernels, or carry a gradient of their own that saves its output, by name. */
export const composed: Record<string, Case[]> = {
  logSoftmax: [{ inputs: [between(-1, 1, [3, 4])], f: (x) => tf.logSoftmax(x) }],
  logSumExp: [{ inputs: [distinct([3, 4])], f: (x) => tf.logSumExp(x, 1) }],
  logSigmoid: [{ inputs: [between(-1, 1, [3, 4])], f: (x) => tf.logSigmoid(x) }],
  fusedMatMul: [
    {
      inputs: [
        between(0.3, 1, [2, 3]),
        between(0.2, 0.8, [3, 4], 5),
        { shape: [4], data: Float32Array.of(0.3, -3, 0.1, -3) },
      ],
      f: (a, b, bias) => tf.fused.matMul({ a: a, b: b, bias: bias, activation: 'relu' }),
    },
  ],
  fusedConv2d: [
    {
      inputs: [between(-1, 1, [1, 4, 4, 2]), between(-1, 1, [2, 2, 2, 3], 5), between(1, 2, [3], 9)],
      f: (x, filter, bias) =>
        tf.fused.conv2d({
          x: x as tf.Tensor4D,
          filter: filter as tf.Tensor4D,
          strides: 1,
          pad: 'same',
          bias: bias,
          activation: 'linear',
        }),
    },
  ],
  moments: [
    {
      inputs: [between(-1, 1, [3, 4])],
      f: (x) => tf.add(tf.moments(x, 0).variance, tf.moments(x, 0).mean),
    },
  ],
  sigmoidCrossEntropy: [
    {
      inputs: [bothSigns(0.2, 1, [3, 4])],
      f: (x) => tf.losses.sigmoidCrossEntropy<tf.Tensor, tf.Tensor>(tf.ones([3, 4]), x),
    },
  ],
  norm: [{ inputs: [between(-1, 1, [3, 4])], f: (x) => tf.norm(x, 2, 1) }],
  'customGrad that saves its output': [
    {
      inputs: [between(-1, 1, [3])],
      f: tf.customGrad((x, save) => {
        const y = tf.exp(x as tf.Tensor);
        (save as tf.GradSaveFunc)([x as tf.Tensor, y]);
        return { value: y, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, saved[1] as tf.Tensor) };
      }),
    },
  ],
};
