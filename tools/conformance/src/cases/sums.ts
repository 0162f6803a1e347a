import * as tf from '@tensorflow/tfjs-core';
import type { Case, CaseInput } from '../case';

/** Grey levels on [0, 1], and outside of it in the first row. */
const pixels = (shape: readonly number[], row: number): CaseInput => ({
  shape,
  from: (i, uniform) => (i < row ? 3 * uniform - 1 : uniform),
});
const logits = (shape: readonly number[], scale = 10): CaseInput => ({
  shape,
  from: (_, uniform) => scale * (2 * uniform - 1),
});

/** Log-mass of pixels: −∞ outside [0, 1]. */
function logMass(x: tf.Tensor, l: tf.Tensor): tf.Tensor {
  const inside = tf.sub(tf.sub(tf.mul(x, l), tf.relu(l)), tf.softplus(tf.neg(tf.abs(l))));
  const spread = tf.add(x, tf.zerosLike(l));
  return tf.where(tf.greater(tf.abs(tf.sub(spread, 0.5)), 0.5), tf.fill(l.shape, -Infinity), inside);
}

/** As batch normalisation does; its gradient has a sum of what was centred. */
function normalised(x: tf.Tensor): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, [0, 1]));
  return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), [0, 1]), 1e-3)));
}

/** Sums that passes take apart, over enough elements for them. */
export const sumCases: readonly Case[] = [
  {
    name: 'Sum: log-mass over the last dimension',
    inputs: [pixels([72, 64], 64), logits([72, 64])],
    run: (x, l) => tf.sum(logMass(x, l), 1),
    gradient: false,
  },
  {
    name: 'Sum: log-mass of images under several draws',
    inputs: [pixels([8, 12, 8, 1], 96), logits([6, 8, 12, 8, 1])],
    run: (x, l) => tf.sum(logMass(x, l), [2, 3, 4]),
    gradient: false,
  },
  {
    name: 'Sum: cross-entropies of sure logits, and their gradient',
    inputs: [{ shape: [4, 96], from: (_, uniform) => (uniform < 0.5 ? 0 : 1) }, logits([4, 96], 40)],
    run: (x, l) => tf.sum(tf.sub(tf.softplus(l), tf.mul(x, l)), 1),
  },
  {
    name: 'Sum: tails alone, of an odd number and of few',
    inputs: [logits([3, 66]), logits([3, 5])],
    run: (a, b) => [a, b].map((l) => tf.sum(tf.softplus(tf.neg(tf.abs(l))), 1)),
  },
  {
    name: 'Mean: over rows, in a normalisation',
    inputs: [{ shape: [40, 60, 32] }],
    run: (x) => normalised(x),
  },
  {
    name: 'Multiply: vectors along many short rows',
    inputs: [{ shape: [48, 46, 31] }, { shape: [31] }, { shape: [31] }],
    run: (x, scale, shift) => tf.relu(tf.add(tf.mul(x, scale), shift)),
  },
  {
    name: 'Sub: a vector without the rows of a tensor, whose number is prime',
    inputs: [{ shape: [2203, 30] }, { shape: [30] }],
    run: (x, vector) => tf.sub(vector, x),
  },
];
