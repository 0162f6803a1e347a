import * as tf from '@tensorflow/tfjs-core';
import type { Case, Values } from './finite-differences.fixture';
import { between, bothSigns, distinct } from './values.fixture';

const unary = (f: (x: tf.Tensor) => tf.Tensor, ...points: Values[]): Case[] =>
  points.map((x) => ({ inputs: [x], f: (t) => f(t) }));
const binary = (f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, ...points: [Values, Values][]): Case[] =>
  points.map((inputs) => ({ inputs, f: (a, b) => f(a, b) }));

const real = between(-1.5, 1.5, [2, 3]);
const positive = between(0.4, 1.9, [2, 3]);
const unit = between(-0.7, 0.7, [2, 3]);
const signed = bothSigns(0.2, 1.5, [2, 4]);
const other = between(0.5, 1.6, [2, 3], 7);
const row = between(0.5, 1.6, [3], 9);
const scalar = between(0.6, 1.2, [], 3);
const broadcasts = (a: Values): [Values, Values][] => [
  [a, other],
  [a, row],
  [row, other],
  [a, scalar],
];

/** Cases for elementwise kernels of one and two arguments, by the name of the kernel. */
export const elementwise: Record<string, Case[]> = {
  Abs: unary(tf.abs, signed),
  Acos: unary(tf.acos, unit),
  Acosh: unary(tf.acosh, between(1.3, 2.5, [2, 3])),
  Add: binary(tf.add, ...broadcasts(real)),
  AddN: [{ inputs: [real, other, positive], f: (...xs) => tf.addN(xs) }],
  Asin: unary(tf.asin, unit),
  Asinh: unary(tf.asinh, real),
  Atan: unary(tf.atan, real),
  Atan2: binary(tf.atan2, ...broadcasts(real)),
  Atanh: unary(tf.atanh, unit),
  Cast: unary((x) => tf.cast(tf.cast(x, 'float32'), 'float32'), real),
  ClipByValue: unary((x) => tf.clipByValue(x, -0.8, 0.9), distinct([2, 5], 0.3)),
  Cos: unary(tf.cos, real),
  Cosh: unary(tf.cosh, real),
  Elu: unary(tf.elu, signed),
  EluGrad: binary((dy, y) => tf.engine().runKernel('EluGrad', { dy, y }), [signed, bothSigns(0.2, 0.8, [2, 4], 5)]),
  Erf: unary(tf.erf, real),
  Exp: unary(tf.exp, real),
  Expm1: unary(tf.expm1, real),
  Identity: unary((x) => tf.clone(x), real),
  LeakyRelu: unary((x) => tf.leakyRelu(x, 0.3), signed),
  Log: unary(tf.log, positive),
  Log1p: unary(tf.log1p, positive, unit),
  Maximum: binary(
    tf.maximum,
    [signed, bothSigns(0.3, 0.9, [2, 4], 4)],
    [signed, between(-0.1, 0.1, [4])],
    [between(-0.1, 0.1, []), signed],
  ),
  Minimum: binary(
    tf.minimum,
    [signed, bothSigns(0.3, 0.9, [2, 4], 4)],
    [signed, between(-0.1, 0.1, [4])],
    [between(-0.1, 0.1, []), signed],
  ),
  Mod: binary(
    tf.mod,
    [between(2.3, 2.7, [2, 3]), between(0.95, 1.05, [2, 3])],
    [between(2.3, 2.7, [2, 3]), between(0.95, 1.05, [3])],
  ),
  Multiply: binary(tf.mul, ...broadcasts(real)),
  Neg: unary(tf.neg, real),
  Pow: [
    ...binary(tf.pow, ...broadcasts(positive)),
    ...unary((x) => tf.pow(x, 3), signed),
    ...unary((x) => tf.pow(x, tf.scalar(2, 'int32')), signed),
  ],
  Prelu: binary(tf.prelu, [signed, between(0.1, 0.4, [2, 4])], [signed, between(0.1, 0.4, [4])]),
  RealDiv: binary(tf.div, ...broadcasts(real)),
  Reciprocal: unary(tf.reciprocal, bothSigns(0.5, 1.5, [2, 3])),
  Relu: unary(tf.relu, signed),
  Relu6: unary(tf.relu6, distinct([2, 5], 1.3)),
  Rsqrt: unary(tf.rsqrt, positive),
  Select: [
    {
      inputs: [real, other],
      f: (a, b) => tf.where(tf.tensor([1, 0, 1, 1, 0, 0], [2, 3], 'bool'), a, b),
    },
    ...binary(
      (a, b) => tf.where(tf.greater(a, 0), tf.mul(a, b), tf.sub(b, a)),
      [signed, bothSigns(0.3, 0.9, [2, 4], 4)],
    ),
  ],
  Selu: unary(tf.selu, signed),
  Sigmoid: unary(tf.sigmoid, real),
  Sin: unary(tf.sin, real),
  Sinh: unary(tf.sinh, real),
  Softplus: unary(tf.softplus, real),
  Sqrt: unary(tf.sqrt, positive),
  Square: unary(tf.square, real),
  SquaredDifference: binary(tf.squaredDifference, ...broadcasts(real)),
  Sub: binary(tf.sub, ...broadcasts(real)),
  Tan: unary(tf.tan, unit),
  Tanh: unary(tf.tanh, real),
};
