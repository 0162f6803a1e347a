import { foldIn, key } from '@jensenjs/core';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo } from '@jensenjs/elbo';
import { mlp } from '@jensenjs/networks';
import { bernoulliPixels, diagonalNormal, sample, vae } from '@jensenjs/vae';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

const model = vae({
  prior: standardNormal([2]),
  encoder: mlp(key(1), { input: [8, 8, 1], hidden: [64], output: 4 }),
  posterior: (h) => diagonalNormal(h), // [batch, 4] to q(z|x) over [2]
  decoder: mlp(key(2), { input: 2, hidden: [64], output: [8, 8, 1] }),
  likelihood: (h) => bernoulliPixels(h), // p(x|z) over [8, 8, 1]
});

// Images of a bar on the left or on the right.
const pixels = Array.from({ length: 32 * 64 }, (_, i) => (i % 8 === (Math.floor(i / 64) % 2 ? 1 : 6) ? 1 : 0));
const x = tf.tensor(pixels, [32, 8, 8, 1]);

// One loop by hand; @jensenjs/train has a better one.
const bound = elbo({ kl: klDivergence });
const optimizer = tf.train.adam(0.01);
for (let i = 0; i < 60; i++) {
  const step = tf.scalar(i, 'int32');
  const loss = () =>
    tf.tidy(() => bound.estimate({ key: foldIn(key(3), i), model, batch: { x }, step }).losses[0].loss);
  optimizer.minimize(loss);
}
const { metrics } = bound.estimate({ key: key(4), model, batch: { x }, step: tf.scalar(60, 'int32') });
console.log('bound', (await tf.mean(metrics.bound).data())[0].toFixed(2), 'nats');
console.log('samples', sample(key(5), model, 3).shape);
