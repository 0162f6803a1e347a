import { ArgumentError, UnsupportedError } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { DataType } from '../graph/graph';
import { trace } from '../trace/trace';

const attempt =
  (run: (x: tf.Tensor, ids: tf.Tensor) => tf.Tensor, dtype: DataType = 'float32') =>
  (): unknown =>
    trace('test', ({ input }) => ({ y: run(input('x', [3, 4], dtype), input('ids', [3, 4], 'int32')) }));

const kernel = (name: string, inputs: Record<string, tf.Tensor>, attributes: object): tf.Tensor =>
  tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap);

const unsupported: [string, (x: tf.Tensor, ids: tf.Tensor) => tf.Tensor][] = [
  ['Slice: the result [0, 4] has no elements', (x) => tf.slice(x, [1, 0], [0, 4])],
  ['StridedSlice: the result [3, 0] has no elements', (x) => tf.stridedSlice(x, [0, 3], [3, 1], [1, 1])],
  ['SplitV: the result [3, 0] has no elements', (x) => tf.split(x, [0, 4], 1)[0] as tf.Tensor],
  ['UnsortedSegmentSum: expected x [n, ...]', (x, ids) => tf.unsortedSegmentSum(x, ids as never, 2)],
  ['GatherV2: expected int32 indices, got float32', (x) => kernel('GatherV2', { x, indices: x }, { axis: 0 })],
  ['GatherNd: expected int32 indices', (x) => kernel('GatherNd', { params: x, indices: x }, {})],
  ['DepthToSpace: expected NHWC', (x) => tf.depthToSpace(tf.reshape(x, [1, 12, 1, 1]), 2, 'NCHW')],
];

describe('what cannot be compiled is refused by name', () => {
  test.each(unsupported)('%s', (message, run) => {
    expect(attempt(run)).toThrow(UnsupportedError);
    expect(attempt(run)).toThrow(message);
  });

  test('ScatterNd: cannot add bool', () => {
    const run = (x: tf.Tensor, ids: tf.Tensor): tf.Tensor =>
      tf.scatterND(tf.reshape(ids, [12, 1]), tf.reshape(x, [12]), [5]);
    expect(attempt(run, 'bool')).toThrow('ScatterNd: cannot add bool');
  });
});

const wrong: [string, (x: tf.Tensor, ids: tf.Tensor) => tf.Tensor][] = [
  ['Transpose: [0, 0] is no order of the axes of [3, 4]', (x) => kernel('Transpose', { x }, { perm: [0, 0] })],
  ['Tile: expected one count for each dimension', (x) => kernel('Tile', { x }, { reps: [2] })],
  [
    'PadV2: expected two widths ≥ 0',
    (x) =>
      kernel(
        'PadV2',
        { x },
        {
          paddings: [
            [-1, 0],
            [0, 0],
          ],
        },
      ),
  ],
  ['GatherV2: expected an axis in [-2, 2), got 2', (x, indices) => kernel('GatherV2', { x, indices }, { axis: 2 })],
  ['GatherV2: x [3, 4] and indices [3, 4] do not share 1', (x, ids) => tf.gather(x, ids, 0, 1)],
  ['Concat: cannot join float32 and int32', (x, ids) => tf.concat([x, ids])],
];

describe('wrong arguments are told', () => {
  test.each(wrong)('%s', (message, run) => {
    expect(attempt(run)).toThrow(ArgumentError);
    expect(attempt(run)).toThrow(message);
  });

  test('Reshape: by tfjs', () => {
    expect(attempt((x) => tf.engine().runKernel('Reshape', { x }, { shape: [5, 2] }))).toThrow(
      'Size(12) must match the product of shape 5,2',
    );
  });
});
