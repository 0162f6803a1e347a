import { distance, type Operand, operand } from '@jensenjs/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { evaluate } from './compare.fixture';
import { wasm } from './wasm';

type Operation = (...x: tf.Tensor[]) => tf.Tensor;

// Kernels that tfjs lacks, or that give wrong numbers for some data types or shapes, against the cpu backend.
const run =
  (name: string, inputs: readonly string[], attrs: object = {}): Operation =>
  (...x) =>
    tf.engine().runKernel(name, Object.fromEntries(inputs.map((input, i) => [input, x[i]])) as tf.NamedTensorMap, {
      ...attrs,
    });

const unary = 'Abs Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Elu Exp Expm1 Floor Log LogicalNot Reciprocal'
  .concat(' Relu Relu6 Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt Square Step Tan Tanh')
  .split(' ');

const volume = operand([2, 4, 5, 3, 2]);
const kernel3d = operand([2, 3, 2, 2, 3]);
const images = operand([2, 6, 5, 3]);
const whole = operand([2, 6, 5, 3], -9, 9, 'int32');
const as4d = (x: tf.Tensor): tf.Tensor4D => x as tf.Tensor4D;
const as5d = (x: tf.Tensor): tf.Tensor5D => x as tf.Tensor5D;
const squared =
  (f: Operation): Operation =>
  (...x) =>
    tf.sum(tf.square(f(...x)));

const volumes: Record<string, readonly [Operation, ...Operand[]]> = Object.fromEntries(
  ([1, 2, [1, 3, 2]] as const).flatMap((strides) =>
    (['valid', 'same'] as const).flatMap((pad): [string, readonly [Operation, ...Operand[]]][] => {
      const conv: Operation = (x, f) => tf.conv3d(as5d(x), as5d(f), strides as number, pad);
      const pool: Operation = (x) => tf.maxPool3d(as5d(x), [1, 2, 2], strides as number, pad);
      const label = `strides ${String(strides)}, ${pad}`;
      return [
        [`conv3d, ${label}`, [conv, volume, kernel3d]],
        [`gradient of conv3d by x, ${label}`, [(x, f) => tf.grad((y) => squared(conv)(y, f))(x), volume, kernel3d]],
        [
          `gradient of conv3d by its filter, ${label}`,
          [(x, f) => tf.grad((g) => squared(conv)(x, g))(f), volume, kernel3d],
        ],
        [`maxPool3d, ${label}`, [pool, volume]],
        [`gradient of maxPool3d, ${label}`, [(x) => tf.grad(squared(pool))(x), volume]],
      ];
    }),
  ),
);

const dilation: Operation = (x, f) => tf.dilation2d(as4d(x), f as tf.Tensor3D, [2, 1], 'same', [1, 2]);
const cases: Record<string, readonly [Operation, ...Operand[]]> = {
  ...volumes,
  dilation2d: [dilation, images, operand([2, 3, 3])],
  'gradient of dilation2d by x': [(x, f) => tf.grad((y) => squared(dilation)(y, f))(x), images, operand([2, 3, 3])],
  'gradient of dilation2d by its filter': [
    (x, f) => tf.grad((g) => squared(dilation)(x, g))(f),
    images,
    operand([2, 3, 3]),
  ],
  'avgPool, rounded up': [(x) => tf.avgPool(as4d(x), 3, 2, 1, 'ceil'), images],
  'maxPool, rounded up': [(x) => tf.maxPool(as4d(x), 3, 2, 1, 'ceil'), images],
  'maxPool of integers': [(x) => tf.maxPool(as4d(x), 2, 1, 'same'), whole],
  'maxPoolWithArgmax, the places': [(x) => tf.maxPoolWithArgmax(as4d(x), 2, 2, 'same').indexes as tf.Tensor, images],
  'maxPoolWithArgmax, the places in the batch': [
    (x) => tf.maxPoolWithArgmax(as4d(x), 3, 1, 'same', true).indexes as tf.Tensor,
    images,
  ],
  'oneHot, float32': [(i) => tf.oneHot(i, 4, 0.9, -Infinity), operand([2, 3], -1, 5, 'int32')],
  'oneHot, bool': [(i) => tf.oneHot(i, 4, 0, 1, 'bool'), operand([5], 0, 4, 'int32')],
  'floorDiv of integers': [(a, b) => tf.floorDiv(a, b), operand([4, 5], -9, 9, 'int32'), operand([5], -2, 3, 'int32')],
  floorDiv: [(a, b) => tf.floorDiv(a, b), operand([2, 1, 4]), operand([3, 1])],
  'mod of integers, and by 0': [(a, b) => tf.mod(a, b), operand([4, 5], -9, 9, 'int32'), operand([5], -2, 3, 'int32')],
  'pow of 1 by what is not finite': [
    (a, b) => tf.pow(a, b),
    { shape: [6], dtype: 'float32', values: [1, -1, 1, 2, 2, 0.5] },
    { shape: [6], dtype: 'float32', values: [Number.NaN, Infinity, -Infinity, Infinity, Number.NaN, 3] },
  ],
  'matMul of integers': [
    (a, b) => tf.matMul(a, b, false, true),
    operand([2, 3, 4], -9, 9, 'int32'),
    operand([5, 4], -9, 9, 'int32'),
  ],
  'clipByValue of integers': [(x) => tf.clipByValue(x, -Infinity, 2.5), whole],
  'clipByValue between equal bounds': [(x) => tf.clipByValue(x, 1, 1), images],
  'sum of bool': [run('Sum', ['x'], { axis: [1], keepDims: false }), operand([3, 4], 0, 2, 'bool')],
  'max of bool': [run('Max', ['x'], { reductionIndices: [1], keepDims: true }), operand([3, 4], 0, 2, 'bool')],
  'cumsum of bool': [(x) => tf.cumsum(x, 1), operand([3, 4], 0, 2, 'bool')],
  'cumsum along an axis from the end': [(x) => tf.cumsum(x, -2, true, true), operand([3, 4])],
  'cumprod of a tensor []': [(x) => tf.cumprod(x), operand([])],
  'cumsum of a tensor [], exclusive': [(x) => tf.cumsum(x, 0, true), operand([])],
  'select of int32 or float32': [
    run('Select', ['condition', 't', 'e']),
    operand([8], 0, 2, 'bool'),
    operand([8], -9, 9, 'int32'),
    operand([8]),
  ],
  'select of bool or int32': [
    run('Select', ['condition', 't', 'e']),
    operand([8], 0, 2, 'bool'),
    operand([8], 0, 2, 'bool'),
    operand([8], -9, 9, 'int32'),
  ],
  'resizeNearestNeighbor of integers': [(x) => tf.image.resizeNearestNeighbor(as4d(x), [7, 4]), whole],
  'softmax of integers': [run('Softmax', ['logits'], { dim: 1 }), operand([3, 4], -3, 3, 'int32')],
  'erf of integers': [run('Erf', ['x']), operand([9], -3, 3, 'int32')],
  broadcastTo: [run('BroadcastTo', ['x'], { shape: [4, 2, 3] }), operand([2, 1], 0, 9, 'int32')],
  ...Object.fromEntries(
    ['ij->ji', 'ijk->k', 'ij->'].map((equation) => [
      `einsum ${equation}`,
      [(x) => tf.einsum(equation, x), operand([2, 3, 4].slice(0, equation.indexOf('-')))] as const,
    ]),
  ),
  ...Object.fromEntries(
    (
      [
        ['ij,jk->ki', [2, 3], [3, 4]],
        ['bhid,bhjd->bhij', [2, 3, 4, 5], [2, 3, 6, 5]],
        ['ijm,jkn->ki', [2, 3, 4], [3, 5, 2]],
        ['i,j->ij', [3], [4]],
        ['ij,ij->', [2, 3], [2, 3]],
        ['bij,j->bi', [2, 3, 4], [4]],
      ] as const
    ).map(([equation, a, b]) => [
      `einsum ${equation}`,
      [(x, y) => tf.einsum(equation, x, y), operand(a), operand(b)] as const,
    ]),
  ),
  'einsum of integers': [
    (x, y) => tf.einsum('ij,jk->ik', x, y),
    operand([2, 3], -9, 9, 'int32'),
    operand([3, 4], -9, 9, 'int32'),
  ],
  ...Object.fromEntries(
    unary.flatMap((name) =>
      (['int32', 'bool'] as const).map((dtype) => [
        `${name} of ${dtype}`,
        [run(name, ['x'], { alpha: 0 }), operand([9], -4, 5, dtype)] as const,
      ]),
    ),
  ),
};

test.each(Object.entries(cases))('%s', async (_name, [operation, ...operands]) => {
  const expected = await evaluate('cpu', operation, operands);
  expect(distance(expected, await evaluate('wasm', operation, operands))).toBeLessThan(3e-5);
});

describe('NaN stays', () => {
  const { NaN: nan } = Number;
  beforeAll(() => wasm().activate());

  test('in maximum and minimum, on either side', async () => {
    const [a, b] = [tf.tensor1d([1, nan, 3, nan]), tf.tensor1d([nan, 2, 2, nan])];
    expect(Array.from(await tf.maximum(a, b).data())).toEqual([nan, nan, 3, nan]);
    expect(Array.from(await tf.minimum(b, a).data())).toEqual([nan, nan, 2, nan]);
    expect(Array.from(await tf.maximum(tf.zeros([2, 1]), tf.tensor1d([nan, 1])).data())).toEqual([nan, 1, nan, 1]);
  });

  test('in pools', async () => {
    const x = tf.tensor4d([nan, 1, 2, 3], [1, 1, 4, 1]);
    expect(Array.from(await tf.maxPool(x, [1, 2], 1, 'valid').data())).toEqual([nan, 2, 3]);
    expect(Array.from(await tf.avgPool(x, [1, 2], 1, 'valid').data())).toEqual([nan, 1.5, 2.5]);
  });

  test('in clipByValue, relu6 and selu', async () => {
    const x = tf.tensor1d([nan, 9]);
    expect(Array.from(await tf.clipByValue(x, 0, 1).data())).toEqual([nan, 1]);
    expect(Array.from(await tf.relu6(x).data())).toEqual([nan, 6]);
    expect((await tf.selu(x).data())[0]).toBeNaN();
  });
});

test('nothing is left behind', async () => {
  await wasm().activate();
  const before = tf.backend().numDataIds();
  tf.tidy(() => {
    for (const [operation, ...operands] of Object.values(cases))
      operation(...operands.map((x) => tf.tensor([...x.values], [...x.shape], x.dtype)));
  });
  expect(tf.backend().numDataIds()).toBe(before);
});
