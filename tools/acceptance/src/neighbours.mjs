import * as tf from '@tensorflow/tfjs-core';

const AT_ONCE = 250;

/**
 * The Euclidean distance of each image to the nearest of the training images, over pixels.
 * @param {import('@tensorflow/tfjs-core').Tensor} images [n, ...]
 * @param {import('@tensorflow/tfjs-core').Tensor} training [m, ...]
 * @returns {Promise<number[]>}
 */
export async function nearestDistances(images, training) {
  const flat = (x) => tf.reshape(x, [x.shape[0], -1]);
  const columns = tf.tidy(() => tf.transpose(flat(training))); // [pixels, m]
  const squares = tf.tidy(() => tf.sum(tf.square(columns), 0)); // [m]
  const distances = [];
  for (let from = 0; from < images.shape[0]; from += AT_ONCE) {
    const nearest = tf.tidy(() => {
      const x = flat(tf.slice(images, from, Math.min(AT_ONCE, images.shape[0] - from)));
      const own = tf.sum(tf.square(x), 1, true); // [n, 1]
      const all = tf.add(tf.sub(squares, tf.mul(tf.matMul(x, columns), 2)), own); // [n, m]
      return tf.sqrt(tf.relu(tf.min(all, 1)));
    });
    distances.push(...(await nearest.data()));
    nearest.dispose();
  }
  tf.dispose([columns, squares]);
  return distances;
}

/** @param {readonly number[]} values */
export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
