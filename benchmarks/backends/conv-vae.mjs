// A convolutional VAE: two strided convolutions (32 and 64 channels) and a dense layer, and the same backwards.
import * as tf from '@tensorflow/tfjs-core';
import { negativeBound, stepOf } from './training.mjs';

const [batch, side, latent, kernel] = [128, 28, 20, 4];
const channels = [1, 32, 64];
const [half, quarter] = [side / 2, side / 4];
const flat = quarter * quarter * channels[2];

export function convVae() {
  let seed = 0;
  const layer = (shape, inputs, outputs) => [
    tf.variable(tf.randomNormal(shape, 0, 1 / Math.sqrt(inputs), 'float32', ++seed)),
    tf.variable(tf.zeros([outputs])),
  ];
  const filter = (wide, narrow, inputs) => layer([kernel, kernel, narrow, wide], inputs, wide);
  const patch = kernel * kernel;
  const encoder = [
    filter(channels[1], channels[0], patch * channels[0]),
    filter(channels[2], channels[1], patch * channels[1]),
    layer([flat, 2 * latent], flat, 2 * latent),
  ];
  const decoder = [
    layer([latent, flat], latent, flat),
    layer([kernel, kernel, channels[1], channels[2]], (patch * channels[2]) / 4, channels[1]),
    layer([kernel, kernel, channels[0], channels[1]], (patch * channels[1]) / 4, channels[0]),
  ];
  const x = tf.cast(tf.greater(tf.randomUniform([batch, side * side], 0, 1, 'float32', 9), 0.8), 'float32');
  const noise = tf.randomNormal([batch, latent], 0, 1, 'float32', 10);

  const dense = (h, [weights, bias]) => tf.add(tf.matMul(h, weights), bias);
  const down = (h, [weights, bias]) => tf.relu(tf.add(tf.conv2d(h, weights, 2, 'same'), bias));
  const up = (h, [weights, bias], size, wide) =>
    tf.add(tf.conv2dTranspose(h, weights, [batch, size, size, wide], 2, 'same'), bias);
  const encode = () => {
    const h = down(down(tf.reshape(x, [batch, side, side, 1]), encoder[0]), encoder[1]); // [batch, 7, 7, 64]
    return dense(tf.reshape(h, [batch, flat]), encoder[2]);
  };
  const decode = (z) => {
    const h = tf.reshape(tf.relu(dense(z, decoder[0])), [batch, quarter, quarter, channels[2]]);
    const wide = tf.relu(up(h, decoder[1], half, channels[1])); // [batch, 14, 14, 32]
    return tf.reshape(up(wide, decoder[2], side, channels[0]), [batch, side * side]);
  };
  return stepOf([...encoder, ...decoder].flat(), () => negativeBound(x, encode(), noise, decode));
}
