import * as tf from '@tensorflow/tfjs-core';
import { negativeBound, stepOf } from './training.mjs';

/** An MLP VAE, 784-400-20-400-784 when nothing else is said. */
export function mlpVae({ batch = 128, pixels = 784, hidden = 400, latent = 20 } = {}) {
  const layers = [
    [pixels, hidden],
    [hidden, 2 * latent],
    [latent, hidden],
    [hidden, pixels],
  ];
  const parameters = layers.flatMap(([rows, columns], i) => [
    tf.variable(tf.randomNormal([rows, columns], 0, 1 / Math.sqrt(rows), 'float32', i + 1)),
    tf.variable(tf.zeros([columns])),
  ]);
  const x = tf.cast(tf.greater(tf.randomUniform([batch, pixels], 0, 1, 'float32', 9), 0.8), 'float32');
  const noise = tf.randomNormal([batch, latent], 0, 1, 'float32', 10);
  const dense = (h, i) => tf.add(tf.matMul(h, parameters[2 * i]), parameters[2 * i + 1]);
  const decode = (z) => dense(tf.relu(dense(z, 2)), 3);
  return stepOf(parameters, () => negativeBound(x, dense(tf.relu(dense(x, 0)), 1), noise, decode));
}
