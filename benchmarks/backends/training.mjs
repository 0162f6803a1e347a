// One step of training, in tfjs operations only, so that the same program runs on any backend.
import * as tf from '@tensorflow/tfjs-core';

/**
 * Negative mean evidence lower bound in nats, for a standard normal prior, from the encoder's output [batch, 2 ·
 * latent] and black-and-white images x [batch, pixels].
 */
export function negativeBound(x, encoded, noise, decode) {
  const [mean, logVariance] = tf.split(encoded, 2, 1); // [batch, latent] each
  const z = tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise));
  const logits = decode(z); // [batch, pixels]
  const reconstruction = tf.sum(tf.sub(tf.softplus(logits), tf.mul(x, logits)), 1); // [batch]
  const divergence = tf.sum(tf.sub(tf.add(tf.exp(logVariance), tf.square(mean)), tf.add(logVariance, 1)), 1);
  return tf.mean(tf.add(reconstruction, tf.mul(divergence, 0.5)));
}

/** A step of training by Adam; it gives the loss before the step. */
export function stepOf(parameters, loss) {
  const slots = parameters.map((p) => [tf.variable(tf.zerosLike(p)), tf.variable(tf.zerosLike(p))]);
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
  return () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss, parameters);
      adam(grads);
      return value;
    });
}
