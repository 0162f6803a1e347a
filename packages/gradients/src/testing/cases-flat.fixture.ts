import * as tf from '@tensorflow/tfjs-core';
import type { Case } from './finite-differences.fixture';
import { between, bothSigns } from './values.fixture';

/** x + k(x) for a kernel k that is constant around x: the derivative must be that of x alone. */
const step = (k: (x: tf.Tensor) => tf.Tensor): Case[] => [
  { inputs: [bothSigns(0.2, 0.8, [2, 3])], f: (x) => tf.add(x, tf.cast(k(x), 'float32')) },
];
const comparison = (k: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Case[] => [
  {
    inputs: [bothSigns(0.2, 0.8, [2, 3]), between(-0.1, 0.1, [3])],
    f: (a, b) => tf.addN([a, tf.mul(a, b), tf.cast(k(a, b), 'float32')]),
  },
];
const positive = (x: tf.Tensor): tf.Tensor => tf.greater(x, 0);
const small = (x: tf.Tensor): tf.Tensor => tf.less(x, 0.1);

/** Cases for kernels whose derivative is zero wherever they have one, by the name of the kernel. */
export const flat: Record<string, Case[]> = {
  ArgMax: step((x) => tf.argMax(x, 0)),
  ArgMin: step((x) => tf.argMin(x, 0)),
  Ceil: step(tf.ceil),
  Equal: comparison(tf.equal),
  Floor: step(tf.floor),
  FloorDiv: [
    {
      inputs: [between(2.3, 2.7, [2, 3]), between(0.95, 1.05, [3])],
      f: (a, b) => tf.addN([a, tf.mul(a, b), tf.cast(tf.floorDiv(a, b), 'float32')]),
    },
  ],
  Greater: comparison(tf.greater),
  GreaterEqual: comparison(tf.greaterEqual),
  IsFinite: step((x) => tf.isFinite(x)),
  IsInf: step((x) => tf.isInf(x)),
  IsNan: step((x) => tf.isNaN(x)),
  Less: comparison(tf.less),
  LessEqual: comparison(tf.lessEqual),
  LogicalAnd: step((x) => tf.logicalAnd(positive(x), small(x))),
  LogicalNot: step((x) => tf.logicalNot(positive(x))),
  LogicalOr: step((x) => tf.logicalOr(positive(x), small(x))),
  NotEqual: comparison(tf.notEqual),
  OneHot: step((x) => tf.sum(tf.oneHot(tf.cast(tf.add(x, 1), 'int32'), 3), -1)),
  OnesLike: step((x) => tf.onesLike(x)),
  Round: step((x) => tf.round(tf.mul(x, 0.4))),
  Sign: step(tf.sign),
  Step: step((x) => tf.step(x, 0.3)),
  ZerosLike: step((x) => tf.zerosLike(x)),
};
