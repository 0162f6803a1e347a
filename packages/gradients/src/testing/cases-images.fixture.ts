import * as tf from '@tensorflow/tfjs-core';
import type { Case, Values } from './finite-differences.fixture';
import { between, distinct } from './values.fixture';

type Image = tf.Tensor4D;
type Volume = tf.Tensor5D;
const of = (inputs: Values[], ...functions: ((...xs: tf.Tensor[]) => tf.Tensor)[]): Case[] =>
  functions.map((f) => ({ inputs, f }));
const run = (kernel: string, inputs: Record<string, tf.Tensor>, attributes: object): tf.Tensor =>
  tf.engine().runKernel(kernel, inputs, attributes as tf.NamedAttrMap);

const image = between(-1, 1, [2, 5, 4, 2]);
const volume = between(-1, 1, [1, 3, 4, 3, 2]);
const filter = between(-1, 1, [3, 2, 2, 3], 5);
const volumeFilter = between(-1, 1, [2, 2, 2, 2, 2], 5);
const distinctImage = distinct([1, 5, 4, 2], 0.07);
const distinctVolume = distinct([1, 3, 4, 3, 1], 0.07);
const depthwise = between(-1, 1, [2, 3, 2, 2], 5);

/** A backprop kernel at the output shape of its forward kernel. */
const shapes = {
  conv: [2, 3, 2, 3],
  conv3d: [1, 2, 3, 2, 2],
  depthwise: [2, 3, 2, 4],
  pool: [1, 3, 2, 2],
  pool3d: [1, 2, 3, 2, 1],
};
const strided = { strides: 2, pad: 'same', dataFormat: 'NHWC' };

/** Cases for kernels on images and volumes, by the name of the kernel. */
export const images: Record<string, Case[]> = {
  AvgPool: of(
    [image],
    (x) => tf.avgPool(x as Image, 2, 2, 'valid'),
    (x) => tf.avgPool(x as Image, [3, 2], 1, 'same'),
    (x) => tf.avgPool(x as Image, 2, 2, 1, 'floor'),
  ),
  AvgPool3D: of(
    [volume],
    (x) => tf.avgPool3d(x as Volume, 2, 1, 'valid'),
    (x) => tf.avgPool3d(x as Volume, [2, 3, 2], 2, 'same'),
    (x) => tf.avgPool3d(x as Volume, 1, 3, 'same'),
  ),
  Conv2D: of(
    [image, filter],
    (x, f) => tf.conv2d(x as Image, f as Image, 1, 'valid'),
    (x, f) => tf.conv2d(x as Image, f as Image, [2, 1], 'same'),
    (x, f) =>
      tf.conv2d(x as Image, f as Image, 2, [
        [0, 0],
        [2, 1],
        [0, 1],
        [0, 0],
      ]),
  ),
  Conv2DBackpropInput: of(
    [between(-1, 1, shapes.conv), filter],
    (dy, f) => tf.conv2dTranspose(dy as Image, f as Image, [2, 5, 4, 2], 2, 'same'),
    (dy, f) => tf.conv2dTranspose(dy as Image, f as Image, [2, 5, 3, 2], 1, 'valid'),
  ),
  Conv2DBackpropFilter: of([image, between(-1, 1, shapes.conv, 5)], (x, dy) =>
    run('Conv2DBackpropFilter', { x, dy }, { ...strided, filterShape: [3, 2, 2, 3] }),
  ),
  Conv3D: of(
    [volume, volumeFilter],
    (x, f) => tf.conv3d(x as Volume, f as Volume, 1, 'valid'),
    (x, f) => tf.conv3d(x as Volume, f as Volume, 2, 'same'),
  ),
  Conv3DBackpropInputV2: of([between(-1, 1, [1, 2, 2, 2, 2]), volumeFilter], (dy, filter) =>
    run('Conv3DBackpropInputV2', { dy, filter }, { ...strided, inputShape: [1, 3, 4, 3, 2] }),
  ),
  Conv3DBackpropFilterV2: of([volume, between(-1, 1, [1, 2, 2, 2, 2], 5)], (x, dy) =>
    run('Conv3DBackpropFilterV2', { x, dy }, { ...strided, filterShape: [2, 2, 2, 2, 2] }),
  ),
  DepthwiseConv2dNative: of(
    [image, depthwise],
    (x, f) => tf.depthwiseConv2d(x as Image, f as Image, 1, 'same'),
    (x, f) => tf.depthwiseConv2d(x as Image, f as Image, 2, 'valid'),
  ),
  DepthwiseConv2dNativeBackpropInput: of([between(-1, 1, shapes.depthwise), depthwise], (dy, filter) =>
    run(
      'DepthwiseConv2dNativeBackpropInput',
      { dy, filter },
      { strides: 2, pad: 'same', dilations: [1, 1], inputShape: [2, 5, 4, 2] },
    ),
  ),
  DepthwiseConv2dNativeBackpropFilter: of([image, between(-1, 1, shapes.depthwise, 5)], (x, dy) =>
    run(
      'DepthwiseConv2dNativeBackpropFilter',
      { x, dy },
      { strides: 2, pad: 'same', dilations: [1, 1], filterShape: [2, 3, 2, 2] },
    ),
  ),
  Dilation2D: of(
    [distinctImage, between(-0.02, 0.02, [2, 2, 2], 5)],
    (x, f) => tf.dilation2d(x as Image, f as tf.Tensor3D, 1, 'valid'),
    (x, f) => tf.dilation2d(x as Image, f as tf.Tensor3D, [2, 1], 'same', [1, 2]),
  ),
  FusedBatchNorm: [
    ...of(
      [image, between(-0.5, 0.5, [2], 3), between(0.5, 1.5, [2], 4), between(-1, 1, [2], 5), between(0.5, 1.5, [2], 6)],
      (x, mean, variance, offset, scale) => tf.batchNorm(x, mean, variance, offset, scale, 0.01),
    ),
    ...of([image, between(-0.5, 0.5, [2], 3), between(0.5, 1.5, [2], 4)], (x, mean, variance) =>
      tf.batchNorm(x, mean, variance),
    ),
    ...of(
      [
        between(-1, 1, [4, 3]),
        between(-0.5, 0.5, [3], 3),
        between(0.5, 1.5, [3], 4),
        between(-1, 1, [3], 5),
        between(0.5, 1.5, [3], 6),
      ],
      (x, mean, variance, offset, scale) => tf.batchNorm(x, mean, variance, offset, scale),
    ),
  ],
  LRN: of(
    [image],
    (x) => tf.localResponseNormalization(x as Image, 1, 1.2, 0.8, 0.7),
    (x) => tf.localResponseNormalization(x as Image),
  ),
  MaxPool: of(
    [distinctImage],
    (x) => tf.maxPool(x as Image, 2, 2, 'valid'),
    (x) => tf.maxPool(x as Image, [3, 2], 1, 'same'),
    (x) => tf.maxPool(x as Image, 2, 2, 1, 'floor'),
  ),
  MaxPool3D: of(
    [distinctVolume],
    (x) => tf.maxPool3d(x as Volume, 2, 1, 'valid'),
    (x) => tf.maxPool3d(x as Volume, [2, 3, 3], 2, 'same'),
  ),
  ResizeBilinear: of(
    [image],
    (x) => tf.image.resizeBilinear(x as Image, [7, 3]),
    (x) => tf.image.resizeBilinear(x as Image, [8, 7], true),
    (x) => tf.image.resizeBilinear(x as Image, [8, 7], false, true),
  ),
  ResizeNearestNeighbor: of(
    [image],
    (x) => tf.image.resizeNearestNeighbor(x as Image, [7, 3]),
    (x) => tf.image.resizeNearestNeighbor(x as Image, [8, 7], true),
    (x) => tf.image.resizeNearestNeighbor(x as Image, [8, 7], false, true),
  ),
};
