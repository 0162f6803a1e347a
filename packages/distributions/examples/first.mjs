import { key, split } from '@jensenjs/core';
import { bernoulli, independent, klDivergence, monteCarloKl, normal, standardNormal } from '@jensenjs/distributions';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

const [drawing, estimating] = split(key(1), 2);

// Two Gaussians over the plane: batch shape [2], event shape [2].
const loc = tf.tensor([
  [0, 0],
  [1, -2],
]);
const q = independent(normal(loc, [1, 0.5]), 1);
const prior = standardNormal([2]);

console.log('samples', q.sample(drawing, [3]).shape); // [3, 2, 2]: sample, batch, event
console.log('log density', await q.logProb([0, 0]).data()); // [2], nats

// A closed form, checked by sampling.
console.log('KL(q || prior)', await klDivergence(q, prior).data()); // [2], nats
const { estimate, standardError } = monteCarloKl(estimating, q, prior, { samples: 10_000 });
console.log('by Monte Carlo', await estimate.data(), '+-', await standardError.data());

// Gradients, here of the KL in the locations: the locations themselves.
const gradient = tf.grad((x) => tf.sum(klDivergence(independent(normal(x, [1, 0.5]), 1), prior)));
console.log('gradient', await gradient(loc).array());

// Logits keep the digits that probabilities lose.
console.log('log p(1), log p(0)', await bernoulli({ logits: 50 }).logProb([1, 0]).data());
