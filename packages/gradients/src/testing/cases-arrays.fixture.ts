import * as tf from '@tensorflow/tfjs-core';
import type { Case, Values } from './finite-differences.fixture';
import { between, bothSigns, distinct } from './values.fixture';

const of = (x: Values, ...functions: ((x: tf.Tensor) => tf.Tensor)[]): Case[] =>
  functions.map((f) => ({ inputs: [x], f: (t) => f(t) }));

/** The tape holds the array that an op returns: it must not be changed. */
const swapped = ([a, b, ...rest]: tf.Tensor[]): tf.Tensor[] => [b, a, ...rest].filter((x) => x !== undefined);

const matrix = between(-1, 1, [3, 4]);
const square = between(-1, 1, [3, 3]);
const cube = between(-1, 1, [2, 3, 4]);
const image = between(-1, 1, [2, 4, 4, 2]);
const indices = (...values: number[]): tf.Tensor1D => tf.tensor1d(values, 'int32');

/** Cases for kernels that reduce, scan, move or combine, by the name of the kernel. */
export const arrays: Record<string, Case[]> = {
  BatchMatMul: [false, true].flatMap((transposeA) =>
    [false, true].map(
      (transposeB) =>
        ({
          inputs: [
            between(-1, 1, transposeA ? [2, 4, 3] : [2, 3, 4]),
            between(-1, 1, transposeB ? [2, 5, 4] : [2, 4, 5], 5),
          ],
          f: (a, b) => tf.matMul(a, b, transposeA, transposeB),
        }) satisfies Case,
    ),
  ),
  BatchToSpaceND: of(between(-1, 1, [4, 2, 2, 1]), (x) =>
    tf.batchToSpaceND(
      x,
      [2, 2],
      [
        [0, 1],
        [0, 0],
      ],
    ),
  ),
  BroadcastTo: of(between(-1, 1, [1, 3]), (x) =>
    tf.engine().runKernel('BroadcastTo', { x }, { shape: [2, 3], inputShape: [1, 3] }),
  ),
  Concat: [{ inputs: [matrix, between(-1, 1, [3, 2], 5)], f: (a, b) => tf.concat([a, b], 1) }],
  Cumprod: [
    ...of(
      matrix,
      (x) => tf.cumprod(x, 1),
      (x) => tf.cumprod(x, 0, true),
      (x) => tf.cumprod(x, 1, false, true),
      (x) => tf.cumprod(x, 1, true, true),
    ),
    ...of({ shape: [4], data: Float32Array.of(0.5, 0, -1.2, 0) }, (x) => tf.cumprod(x)),
  ],
  Cumsum: of(
    matrix,
    (x) => tf.cumsum(x, 1),
    (x) => tf.cumsum(x, 0),
    (x) => tf.cumsum(x, 1, true),
    (x) => tf.cumsum(x, 1, false, true),
  ).concat(
    of(square, (x) => tf.cumsum(x, 0)),
    of(cube, (x) => tf.cumsum(x, 1, true, true)),
  ),
  ExpandDims: of(
    matrix,
    (x) => tf.expandDims(x, 1),
    (x) => tf.expandDims(x, -1),
  ),
  GatherV2: of(
    matrix,
    (x) => tf.gather(x, indices(2, 0, 2, 1)),
    (x) => tf.gather(x, indices(3, 1), 1),
    (x) => tf.gather(x, indices(3, 1), -1),
    (x) =>
      tf.gather(
        x,
        tf.tensor2d(
          [
            [0, 1],
            [2, 2],
          ],
          [2, 2],
          'int32',
        ),
        0,
      ),
    (x) =>
      tf.gather(
        x,
        tf.tensor2d(
          [
            [0, 1],
            [3, 3],
            [2, 0],
          ],
          [3, 2],
          'int32',
        ),
        1,
        1,
      ),
  ),
  LogSoftmax: of(matrix, (x) => tf.engine().runKernel('LogSoftmax', { logits: x }, { axis: 1 })),
  Max: of(
    distinct([3, 4]),
    (x) => tf.max(x, 1),
    (x) => tf.max(x),
    (x) => tf.max(x, 0, true),
    (x) => tf.max(x, -1),
  ),
  Mean: of(
    cube,
    (x) => tf.mean(x),
    (x) => tf.mean(x, [0, 2]),
    (x) => tf.mean(x, -1, true),
  ),
  Min: of(
    distinct([3, 4]),
    (x) => tf.min(x, 1),
    (x) => tf.min(x),
    (x) => tf.min(x, 0, true),
    (x) => tf.min(x, -1),
  ),
  MirrorPad: of(
    matrix,
    (x) =>
      tf.mirrorPad(
        x,
        [
          [1, 1],
          [0, 2],
        ],
        'reflect',
      ),
    (x) =>
      tf.mirrorPad(
        x,
        [
          [1, 0],
          [2, 2],
        ],
        'symmetric',
      ),
  ),
  Pack: [{ inputs: [matrix, between(-1, 1, [3, 4], 5)], f: (a, b) => tf.stack([a, b], 1) }],
  PadV2: of(matrix, (x) =>
    tf.pad(
      x,
      [
        [1, 2],
        [0, 1],
      ],
      0.5,
    ),
  ),
  Prod: [
    ...of(
      bothSigns(0.4, 1.3, [3, 4]),
      (x) => tf.prod(x, 1),
      (x) => tf.prod(x, 0, true),
      (x) => tf.prod(x),
      (x) => tf.prod(x, -1),
    ),
    ...of(bothSigns(0.5, 1.3, [2, 2, 3]), (x) => tf.prod(x, [0, 2])),
    ...of({ shape: [4], data: Float32Array.of(0.5, 0, -1.2, 0) }, (x) => tf.prod(x)),
  ],
  Reshape: of(matrix, (x) => tf.reshape(x, [2, 6])),
  Reverse: of(
    matrix,
    (x) => tf.reverse(x, 1),
    (x) => tf.reverse(x, [0, -1]),
  ),
  Slice: of(matrix, (x) => tf.slice(x, [1, 1], [2, -1])),
  Softmax: of(matrix, (x) => tf.softmax(x)),
  SpaceToBatchND: of(between(-1, 1, [1, 4, 3, 1]), (x) =>
    tf.spaceToBatchND(
      x,
      [2, 2],
      [
        [0, 0],
        [0, 1],
      ],
    ),
  ),
  SplitV: of(
    matrix,
    (x) => tf.split(x, 2, 1)[1] as tf.Tensor,
    (x) => tf.concat(swapped(tf.split(x, [1, 3], -1)), 1),
    (x) => tf.concat(tf.split(x, 1, 1)),
  ),
  Sum: of(
    cube,
    (x) => tf.sum(x),
    (x) => tf.sum(x, [0, 2]),
    (x) => tf.sum(x, -1, true),
  ),
  Tile: of(matrix, (x) => tf.tile(x, [2, 3])).concat(
    of(between(-1, 1, [2]), (x) => tf.tile(x, [3])),
    of(image, (x) => tf.tile(x, [1, 2, 1, 2])),
    of(cube, (x) => tf.tile(x, [2, 1, 2])),
    of(between(-1, 1, [1, 2, 1, 2, 2]), (x) => tf.tile(x, [2, 1, 2, 1, 3])),
  ),
  Transpose: of(
    cube,
    (x) => tf.transpose(x, [2, 0, 1]),
    (x) => tf.transpose(x),
  ),
  Unpack: of(
    matrix,
    (x) => tf.unstack(x, 1)[2] as tf.Tensor,
    (x) => tf.concat(swapped(tf.unstack(x, 0))),
    (x) => tf.concat(tf.unstack(tf.slice(x, 0, 1), 0)),
  ),
  UnsortedSegmentSum: of(
    matrix,
    (x) => tf.unsortedSegmentSum(x, indices(1, 0, 1), 2),
    (x) => tf.unsortedSegmentSum(x, indices(1, -1, 0), 2),
  ),
};
