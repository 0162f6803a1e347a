// The evidence lower bound by hand: its two terms in plain tensor operations, the same numbers from elbo(), and the exact
// log p(x) above them. The model is linear and Gaussian, so that all is known: z ~ N(0, I₂), x | z ~ N(W z, σ² I₃).
import assert from 'node:assert/strict';
import { cpu } from '@jensenjs/backend-cpu';
import { key, randomNormal, split, useBackend } from '@jensenjs/core';
import { independent, klDivergence, normal, standardNormal } from '@jensenjs/distributions';
import { elbo, iwae } from '@jensenjs/elbo';
import * as tf from '@tensorflow/tfjs-core';

await useBackend(cpu());
const [noise, ...keys] = split(key(1), 4);
const W = tf.tensor([1, 1, -1, 1, 1, 0], [3, 2]); // orthogonal columns, of squared lengths 3 and 2
const x = tf.tensor([0.3, -0.4, 1.2, 2, 1, 0.5, -1, 0.2, -2.5], [3, 3]); // three observations
const [sigma, samples] = [0.8, 20_000];
const m = tf.tensor([3 + sigma ** 2, 2 + sigma ** 2]); // the diagonal of WᵀW + σ² I
const exact = { mean: tf.div(tf.matMul(x, W), m), scale: tf.div(sigma, tf.sqrt(m)) }; // of p(z | x)
const { mean, scale } = { mean: tf.mul(exact.mean, 0.8), scale: 0.6 }; // of our q(z | x)
const decode = (z) => tf.reshape(tf.matMul(tf.reshape(z, [-1, 2]), W, false, true), [...z.shape.slice(0, -1), 3]);

// By hand. E_q[log p(x | z)] is a mean over draws z = mean + scale · ε, KL(q ‖ p) is known in closed form.
const z = tf.add(mean, tf.mul(scale, randomNormal(noise, [samples, 3, 2])));
const squaredError = tf.sum(tf.square(tf.sub(x, decode(z))), -1); // [samples, 3]
const logLikelihood = tf.sub(tf.div(squaredError, -2 * sigma ** 2), 1.5 * Math.log(2 * Math.PI * sigma ** 2));
const reconstruction = tf.mean(logLikelihood, 0); // [3], nats
const kl = tf.mul(tf.sum(tf.sub(tf.add(tf.square(mean), scale ** 2), 1 + 2 * Math.log(scale)), -1), 0.5); // [3]

// By the library, which is given the distributions.
const model = (q) => ({
  prior: standardNormal([2]),
  posterior: () => independent(normal(q.mean, q.scale), 1),
  likelihood: (z) => independent(normal(decode(z), sigma), 1),
  parameters: { generative: {}, inference: {} },
  state: {},
  dispose: () => {},
});
const rest = { batch: { x }, step: tf.scalar(0, 'int32') };
const run = (estimator, key, q) => estimator.estimate({ key, model: model(q), ...rest }).metrics;
const library = run(elbo({ kl: klDivergence, samples }), keys[0], { mean, scale });

// Exactly: x ~ N(0, W Wᵀ + σ² I), whose determinant is σ² m₁ m₂.
const explained = tf.sum(tf.div(tf.square(tf.matMul(x, W)), m), -1); // [3]
const mahalanobis = tf.div(tf.sub(tf.sum(tf.square(x), -1), explained), sigma ** 2);
const logDeterminant = tf.add(Math.log(sigma ** 2), tf.sum(tf.log(m)));
const evidence = tf.mul(tf.add(mahalanobis, tf.add(logDeterminant, 3 * Math.log(2 * Math.PI))), -0.5);

const rows = {
  'E log p(x|z) − KL, by hand': tf.sub(reconstruction, kl),
  'elbo()': library.bound,
  'iwae(), 20 000 samples': run(iwae({ samples }), keys[1], { mean, scale }).bound,
  'iwae(), exact q, 1 sample': run(iwae({ samples: 1 }), keys[2], exact).bound,
  'log p(x)': evidence,
};
const text = async (row) => Array.from(await row.data(), (value) => value.toFixed(3)).join('  ');
for (const [name, row] of Object.entries(rows)) console.log(name.padEnd(28), await text(row), 'nats');
const furthest = async (a, b) => (await tf.max(tf.abs(tf.sub(a, b))).data())[0];
const [byHand, bound, weighted, tight] = Object.values(rows);
assert.ok((await furthest(kl, library.kl)) < 1e-5 && (await furthest(byHand, bound)) < 0.1, 'the same terms');
assert.ok((await tf.min(tf.sub(evidence, bound)).data())[0] > 0.1, 'a lower bound');
assert.ok((await furthest(weighted, evidence)) < 0.02, 'many importance samples close the gap');
assert.ok((await furthest(tight, evidence)) < 1e-5, 'the exact posterior leaves none, whatever the draw');
