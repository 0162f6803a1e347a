// An MLP VAE written in tfjs operations only, so that the same program runs on either backend.
import * as tf from '@tensorflow/tfjs-core';

const [batch, pixels, hidden, latent] = [128, 784, 400, 20];
const layers = [
  [pixels, hidden],
  [hidden, 2 * latent],
  [latent, hidden],
  [hidden, pixels],
];

export function makeVae() {
  const parameters = layers.flatMap(([rows, columns], i) => [
    tf.variable(tf.randomNormal([rows, columns], 0, 1 / Math.sqrt(rows), 'float32', i + 1)),
    tf.variable(tf.zeros([columns])),
  ]);
  const slots = parameters.map((p) => [tf.variable(tf.zerosLike(p)), tf.variable(tf.zerosLike(p))]);
  const x = tf.cast(tf.greater(tf.randomUniform([batch, pixels], 0, 1, 'float32', 9), 0.8), 'float32');
  const noise = tf.randomNormal([batch, latent], 0, 1, 'float32', 10);

  const dense = (h, i) => tf.add(tf.matMul(h, parameters[2 * i]), parameters[2 * i + 1]);
  /** Negative mean evidence lower bound, nats. */
  const loss = () => {
    const [mean, logVariance] = tf.split(dense(tf.relu(dense(x, 0)), 1), 2, 1); // [batch, latent] each
    const z = tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise));
    const logits = dense(tf.relu(dense(z, 2)), 3); // [batch, pixels]
    const reconstruction = tf.sum(tf.sub(tf.softplus(logits), tf.mul(x, logits)), 1); // [batch]
    const divergence = tf.sum(tf.sub(tf.add(tf.exp(logVariance), tf.square(mean)), tf.add(logVariance, 1)), 1);
    return tf.mean(tf.add(reconstruction, tf.mul(divergence, 0.5)));
  };

  let count = 0;
  const adam = (gradients) => {
    count++;
    const rate = (1e-3 * Math.sqrt(1 - 0.999 ** count)) / (1 - 0.9 ** count);
    for (const [i, p] of parameters.entries()) {
      const [m, v] = slots[i];
      const g = gradients[p.name];
      m.assign(tf.add(tf.mul(m, 0.9), tf.mul(g, 0.1)));
      v.assign(tf.add(tf.mul(v, 0.999), tf.mul(tf.square(g), 0.001)));
      p.assign(tf.sub(p, tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), 1e-8))));
    }
  };

  return {
    forward: () => tf.tidy(loss),
    gradients: () => tf.tidy(() => tf.variableGrads(loss, parameters).value),
    'training-step': () =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(loss, parameters);
        adam(grads);
        return value;
      }),
  };
}
