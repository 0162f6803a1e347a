// The models of cases.mjs in plain tfjs, as its own guides write them. `tf` is what is measured.
import { cases } from '../cases.mjs';

/**
 * The players of a case: `own`, the variables that each trains, and `loss`, from pixels x [batch, 784] to a function that gives
 * the loss. `p` are the variables in the order of cases.mjs, `moments` those of batch normalisation, [mean, variance] each.
 */
export function tfjsPlayers(tf, name, p, moments) {
  const { batch, latent, samples = 1 } = cases[name];
  const affine = (h, i) => tf.add(tf.matMul(h, p[i]), p[i + 1]);
  const mlp = (h, from, to, activation) => {
    for (let i = from; i < to; i += 2) h = i + 2 < to ? activation(affine(h, i)) : affine(h, i);
    return h;
  };
  const down = (h, i) => tf.add(tf.conv2d(h, p[i], 2, 'same'), p[i + 1]);
  const up = (h, i, side, channels) => tf.conv2dTranspose(h, p[i], [batch, side, side, channels], 2, 'same');
  const bound = (x, encoded, decode) => {
    const [mean, raw] = tf.split(encoded, 2, 1); // [batch, latent] each
    const scale = tf.add(tf.softplus(raw), 1e-4);
    const noise = tf.randomNormal([samples, batch, latent]);
    const z = tf.add(mean, tf.mul(scale, noise));
    const logits = tf.reshape(decode(tf.reshape(z, [-1, latent])), [samples, batch, -1]);
    const cross = tf.sum(tf.sub(tf.softplus(logits), tf.mul(x, logits)), 2); // [samples, batch]
    if (samples === 1) {
      const divergence = tf.sub(tf.mul(tf.sub(tf.add(tf.square(scale), tf.square(mean)), 1), 0.5), tf.log(scale));
      return tf.mean(tf.add(cross, tf.sum(divergence, 1)));
    }
    const density = tf.mul(tf.sum(tf.sub(tf.square(noise), tf.square(z)), 2), 0.5);
    const weight = tf.sub(tf.add(density, tf.sum(tf.log(scale), 1)), cross); // [samples, batch]
    return tf.sub(Math.log(samples), tf.mean(tf.logSumExp(weight, 0)));
  };
  const normalize = (h, i, kept, keep) => {
    const { mean, variance } = tf.moments(h, [0, 1, 2]);
    if (keep)
      for (const [k, value] of [mean, variance].entries())
        kept[k].assign(tf.add(tf.mul(kept[k], 0.9), tf.mul(value, 0.1)));
    return tf.batchNorm(h, mean, variance, p[i + 1], p[i], 1e-5);
  };
  const generate = (keep) => {
    const z = tf.randomNormal([batch, latent]);
    let h = tf.reshape(tf.matMul(z, p[6]), [batch, 7, 7, 128]);
    h = up(tf.relu(normalize(h, 7, moments[0], keep)), 9, 14, 64);
    return tf.tanh(tf.add(up(tf.relu(normalize(h, 10, moments[1], keep)), 12, 28, 1), p[13]));
  };
  const discriminate = (x) => {
    const h = tf.leakyRelu(down(tf.leakyRelu(down(x, 0), 0.2), 2), 0.2);
    return affine(tf.reshape(h, [batch, -1]), 4);
  };
  const image = (x) => tf.reshape(x, [batch, 28, 28, 1]);
  const latentPlayer = (encode, decode) => [{ own: p, loss: (x) => () => bound(x, encode(x), decode) }];
  return {
    'mlp-vae': () =>
      latentPlayer(
        (x) => mlp(x, 0, 4, tf.relu),
        (z) => mlp(z, 4, 8, tf.relu),
      ),
    iwae: () =>
      latentPlayer(
        (x) => mlp(x, 0, 6, tf.tanh),
        (z) => mlp(z, 6, 12, tf.tanh),
      ),
    'conv-vae': () =>
      latentPlayer(
        (x) => mlp(tf.reshape(tf.relu(down(tf.relu(down(image(x), 0)), 2)), [batch, -1]), 4, 8, tf.relu),
        (z) => {
          const h = tf.reshape(tf.relu(affine(z, 8)), [batch, 7, 7, 64]);
          return tf.add(up(tf.relu(tf.add(up(h, 10, 14, 32), p[11])), 12, 28, 1), p[13]);
        },
      ),
    dcgan: () => [
      {
        own: p.slice(0, 6),
        loss: (x) => {
          const fake = generate(false); // no gradient flows through a constant of the loss
          const real = tf.sub(tf.mul(image(x), 2), 1);
          return () =>
            tf.add(tf.mean(tf.softplus(tf.neg(discriminate(real)))), tf.mean(tf.softplus(discriminate(fake))));
        },
      },
      { own: p.slice(6), loss: () => () => tf.mean(tf.softplus(tf.neg(discriminate(generate(true))))) },
    ],
  }[name]();
}
