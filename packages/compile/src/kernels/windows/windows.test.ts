import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { trace } from '../../trace/trace';

const run = (kernel: string, inputs: Record<string, tf.Tensor>, attributes: object): tf.Tensor =>
  tf.engine().runKernel(kernel, inputs, attributes as tf.NamedAttrMap);

interface Refusal {
  readonly shapes: readonly (readonly number[])[];
  readonly fn: (...inputs: tf.Tensor[]) => tf.Tensor;
  readonly message: RegExp;
}

const refusals: Readonly<Record<string, Refusal>> = {
  'a maximum over no cell': {
    shapes: [[1, 4, 4, 1]],
    fn: (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 2),
    message: /MaxPool: a window of 2 lies beyond the border of 4 cells\. Pad less/,
  },
  'a mean over no cell': {
    shapes: [[1, 4, 4, 4, 1]],
    fn: (x) => tf.avgPool3d(x as tf.Tensor5D, 1, 1, 1),
    message: /AvgPool3D: a window of 1 lies beyond the border/,
  },
  'a dilated window whose positions all miss the image': {
    shapes: [
      [1, 1, 5, 2],
      [2, 1, 2],
    ],
    fn: (x, filter) => tf.dilation2d(x as tf.Tensor4D, filter as tf.Tensor3D, 1, 'same', [3, 1]),
    message: /Dilation2D: a window of 2 lies beyond the border of 1 cells/,
  },
  'images with channels first': {
    shapes: [
      [1, 2, 5, 5],
      [3, 3, 2, 1],
    ],
    fn: (x, filter) => tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'valid', 'NCHW'),
    message: /DepthwiseConv2dNative: expected channels last, got dataFormat NCHW\. Transpose/,
  },
  'a gradient of dilated depthwise convolutions': {
    shapes: [
      [1, 3, 3, 2],
      [2, 2, 2, 1],
    ],
    fn: (dy, filter) =>
      run(
        'DepthwiseConv2dNativeBackpropInput',
        { dy, filter },
        { strides: 1, pad: 'valid', dilations: 2, inputShape: [1, 5, 5, 2] },
      ),
    message: /no gradient of dilated depthwise convolutions/,
  },
  'a gradient of another shape than its result': {
    shapes: [
      [1, 3, 3, 3, 2],
      [1, 2, 2, 2, 2],
    ],
    fn: (x, dy) => run('Conv3DBackpropFilterV2', { x, dy }, { strides: 1, pad: 'same', filterShape: [2, 2, 2, 2, 2] }),
    message: /Conv3DBackpropFilterV2: expected dy \[1, 3, 3, 3, 2\], got \[1, 2, 2, 2, 2\]/,
  },
  'gradients of windows that tfjs confuses': {
    shapes: [
      [1, 1, 1, 1, 1],
      [1, 1, 2, 3, 1],
    ],
    fn: (dy, input) =>
      run('MaxPool3DGrad', { dy, input, output: dy }, { filterSize: [1, 2, 3], strides: 1, pad: 'valid' }),
    message: /MaxPool3DGrad: tfjs confuses height and width of the window, 2 × 3/,
  },
  'statistics that tfjs does not broadcast': {
    shapes: [
      [2, 3, 2, 3],
      [2, 1, 1, 1],
    ],
    fn: (x, statistic) => tf.batchNorm4d(x as tf.Tensor4D, statistic as tf.Tensor4D, statistic as tf.Tensor4D),
    message: /FusedBatchNorm: tfjs does not broadcast statistics \[2, 1, 1, 1\] to x \[2, 3, 2, 3\]/,
  },
};

describe('a trace refuses', () => {
  test.each(Object.entries(refusals))('%s', (_, { shapes, fn, message }) => {
    expect(() =>
      trace('test', ({ input }) => ({ y: fn(...shapes.map((shape, i) => input(`input ${i}`, shape))) })),
    ).toThrow(message);
  });
});
