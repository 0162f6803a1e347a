// An MLP VAE 784-400-20-400-784.
import * as tf from '@tensorflow/tfjs-core';
import { casesOf, negativeBound } from './training.mjs';

const [batch, pixels, hidden, latent] = [128, 784, 400, 20];
const layers = [
  [pixels, hidden],
  [hidden, 2 * latent],
  [latent, hidden],
  [hidden, pixels],
];

export function mlpVae() {
  const parameters = layers.flatMap(([rows, columns], i) => [
    tf.variable(tf.randomNormal([rows, columns], 0, 1 / Math.sqrt(rows), 'float32', i + 1)),
    tf.variable(tf.zeros([columns])),
  ]);
  const x = tf.cast(tf.greater(tf.randomUniform([batch, pixels], 0, 1, 'float32', 9), 0.8), 'float32');
  const noise = tf.randomNormal([batch, latent], 0, 1, 'float32', 10);
  const dense = (h, i) => tf.add(tf.matMul(h, parameters[2 * i]), parameters[2 * i + 1]);
  const decode = (z) => dense(tf.relu(dense(z, 2)), 3);
  return casesOf(parameters, () => negativeBound(x, dense(tf.relu(dense(x, 0)), 1), noise, decode));
}
