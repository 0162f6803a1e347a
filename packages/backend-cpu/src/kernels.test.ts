import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { cpu } from './cpu';

beforeAll(() => cpu().activate());

const numbers = (shape: number[], seed = 1): tf.Tensor =>
  tf.tensor(
    Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(seed + 1.7 * i)),
    shape,
  );
const run = (name: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor =>
  tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap);
const values = (x: tf.Tensor): number[] => Array.from(x.dataSync());
const expectClose = (got: tf.Tensor, expected: tf.Tensor): void => {
  expect(got.shape).toEqual(expected.shape);
  expect(tf.max(tf.abs(tf.sub(got, expected))).dataSync()[0]).toBeLessThan(1e-6);
};

describe('matMul of batches that broadcast in part', () => {
  test.each([
    [
      [2, 1, 3, 4],
      [1, 5, 4, 2],
    ],
    [
      [2, 2, 3, 4],
      [2, 1, 4, 2],
    ],
    [
      [3, 1, 2, 3, 4],
      [2, 1, 4, 2],
    ],
    [
      [3, 3, 4],
      [2, 1, 4, 5],
    ],
  ])('[%s] · [%s]', (a, b) => {
    const [x, y] = [numbers(a), numbers(b, 2)];
    // The definition: a sum over products of broadcast tensors.
    const expected = tf.sum(tf.mul(tf.expandDims(x, -1), tf.expandDims(y, -3)), -2);
    expectClose(tf.matMul(x, y), expected);
    const swap = [...b.keys()].slice(0, -2).concat(b.length - 1, b.length - 2);
    expectClose(tf.matMul(x, tf.transpose(y, swap), false, true), expected);
  });

  test('with a bias and an activation', () => {
    const [a, b, bias] = [numbers([2, 1, 3, 4]), numbers([1, 5, 4, 2], 2), numbers([2], 3)];
    const got = run('_FusedMatMul', { a, b, bias }, { transposeA: false, transposeB: false, activation: 'relu' });
    expectClose(got, tf.relu(tf.add(tf.matMul(a, b), bias)));
  });
});

test('cumsum and cumprod take an axis from the end, and a tensor []', () => {
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
  expect(values(run('Cumsum', { x }, { axis: -1, exclusive: false, reverse: false }))).toEqual([1, 3, 6, 4, 9, 15]);
  expect(tf.cumprod(x, -2).arraySync()).toEqual([
    [1, 2, 3],
    [4, 10, 18],
  ]);
  expect(tf.cumsum(tf.scalar(7)).arraySync()).toBe(7);
  expect(tf.cumsum(tf.scalar(7), 0, true).arraySync()).toBe(0);
  expect(tf.cumprod(tf.scalar(7)).arraySync()).toBe(7);
});

test('tensorScatterUpdate leaves its input as it was', () => {
  const x = tf.tensor1d([1, 2, 3]);
  expect(values(tf.tensorScatterUpdate(x, tf.tensor2d([[1]], [1, 1], 'int32'), tf.tensor1d([9])))).toEqual([1, 9, 3]);
  expect(values(x)).toEqual([1, 2, 3]);
});

test('unsortedSegmentSum of integers gives integers, and drops ids outside', () => {
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2], 'int32');
  const sums = tf.unsortedSegmentSum(x, tf.tensor1d([1, -1, 1, 5], 'int32'), 3);
  expect([sums.dtype, sums.shape, values(sums)]).toEqual(['int32', [3, 2], [0, 0, 6, 8, 0, 0]]);
});

test.each([
  [[1, 3, 2], 1, 'valid'],
  [[2, 1, 3], [2, 1, 2], 'same'],
  [[1, 2, 3], 2, 'same'],
] satisfies [number[], number | number[], string][])(
  'the gradient of maxPool3d in windows %s is that of differences',
  (filterSize, strides, pad) => {
    // Whole numbers, all different, so that small steps change no maximum.
    const input = tf.tensor(
      Array.from({ length: 240 }, (_, i) => (i * 77) % 240),
      [2, 3, 4, 5, 2],
    );
    const attributes = { filterSize, strides, pad, dataFormat: 'NDHWC' };
    const pooled = (x: tf.Tensor): tf.Tensor => run('MaxPool3D', { x }, attributes);
    const output = pooled(input);
    const dy = numbers(output.shape, 5);
    const gradient = run('MaxPool3DGrad', { dy, input, output }, attributes);
    for (let seed = 1; seed < 9; seed++) {
      const step = tf.mul(numbers(input.shape, seed), 0.25);
      const change = tf.sub(pooled(tf.add(input, step)), pooled(tf.sub(input, step)));
      const expected = tf.sum(tf.mul(change, dy)).dataSync()[0] as number;
      expect(2 * (tf.sum(tf.mul(gradient, step)).dataSync()[0] as number)).toBeCloseTo(expected, 3);
    }
  },
);

test('the gradient of resizeBilinear has the shape of the images', () => {
  const [images, dy] = [numbers([2, 3, 4, 2]), numbers([2, 6, 8, 2])];
  const attributes = { alignCorners: false, halfPixelCenters: false };
  expect(run('ResizeBilinearGrad', { images, dy }, attributes).shape).toEqual([2, 3, 4, 2]);
});

test('softplus of integers is of integers', () => {
  const whole = tf.softplus(tf.tensor1d([2, -9], 'int32'));
  expect([whole.dtype, values(whole)]).toEqual(['int32', [2, 0]]);
});

test('kernels that tfjs lacks', () => {
  const x = tf.tensor2d([1, 2], [2, 1]);
  expect(run('BroadcastTo', { x }, { shape: [2, 2, 3] }).arraySync()).toEqual(tf.broadcastTo(x, [2, 2, 3]).arraySync());
  const logits = numbers([3, 4]);
  expectClose(run('LogSoftmax', { logits }, { axis: -1 }), tf.logSoftmax(logits));
});

test('nothing is left behind', () => {
  const before = tf.backend().numDataIds();
  tf.tidy(() => {
    tf.matMul(numbers([2, 1, 3, 4]), numbers([1, 5, 4, 2]));
    tf.cumsum(tf.scalar(1));
    tf.tensorScatterUpdate(tf.tensor1d([1, 2]), tf.tensor2d([[1]], [1, 1], 'int32'), tf.tensor1d([9]));
    run('LogSoftmax', { logits: numbers([3, 4]) }, { axis: -1 });
  });
  expect(tf.backend().numDataIds()).toBe(before);
});

test('softplus keeps its digits where e^x is small', () => {
  const x = [
    -100,
    -30,
    -17,
    -14,
    -1,
    0,
    14,
    17,
    30,
    100,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
  ];
  const exact = x.map((v) => Math.fround(Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)))));
  expect(values(tf.softplus(tf.tensor1d(x)))).toEqual(exact);
});
