// Points near a curve in the plane have one degree of freedom, and one latent number finds it. With so few dimensions the
// marginal p(x) = ∫ p(z) p(x | z) dz can be had by a sum over a grid of z, drawn, and compared with the bound below it.
import assert from 'node:assert/strict';
import { wasm } from '@jensenjs/backend-wasm';
import { key, logSumExp, randomNormal, randomUniform, split, useBackend } from '@jensenjs/core';
import { arrayBatches } from '@jensenjs/data';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, evaluateBound, objective } from '@jensenjs/elbo';
import { mlp } from '@jensenjs/networks';
import { adam, train } from '@jensenjs/train';
import { diagonalNormal, learnedGaussianPixels, vae } from '@jensenjs/vae';
import * as tf from '@tensorflow/tfjs-core';

await useBackend(wasm());
const [forCurve, forNoise, forEncoder, forDecoder, training, evaluating] = split(key(1), 6);
const number = async (tensor) => (await tensor.data())[0];

// 5000 points near three quarters of a circle of radius 2, with noise of standard deviation 0.15.
const angle = tf.mul(randomUniform(forCurve, [5000, 1]), 1.5 * Math.PI);
const circle = tf.mul(tf.concat([tf.cos(angle), tf.sin(angle)], 1), 2);
const x = tf.add(circle, tf.mul(randomNormal(forNoise, [5000, 2]), 0.15));

const likelihood = learnedGaussianPixels({ eventRank: 1 });
const prior = standardNormal([1]);
const encoder = mlp(forEncoder, { input: 2, hidden: [32, 32], output: 2, activation: 'silu' });
const decoder = mlp(forDecoder, { input: 1, hidden: [32, 32], output: 2, activation: 'silu' });
const model = vae({ prior, encoder, posterior: (h) => diagonalNormal(h), decoder, likelihood });
const points = await x.data();
const batches = arrayBatches({ x: { shape: [5000, 2], dtype: 'float32', data: points } }, { size: 100 });
const objectives = [objective(model, elbo({ kl: klDivergence }), adam({ learningRate: 1e-2 }))];
for await (const { step, metrics } of train({ key: training, batches, objectives, epochs: 10 }))
  console.log(`step ${step}: bound ${metrics['model/bound'].toFixed(2)} nats`);

const z = tf.linspace(-5, 5, 401); // 0.025 apart
const logPrior = tf.add(prior.logProb(tf.reshape(z, [401, 1])), Math.log(0.025)); // [401]
const curve = model.likelihood(tf.reshape(z, [401, 1, 1]), { key: evaluating, training: false }); // 401 normals
const logDensity = (points) => logSumExp(tf.add(curve.logProb(points), tf.expandDims(logPrior, 1)), 0); // [n, 2] to [n]

const marginal = await number(tf.mean(logDensity(x)));
const bound = await number(tf.mean(evaluateBound({ key: evaluating, model, batch: { x }, samples: 20 })));
// Of the single Gaussian that fits best, with covariance C, the mean log density is −½ log |2πe C|.
const centred = tf.sub(x, tf.mean(x, 0));
const [a, b, , d] = await tf.div(tf.matMul(centred, centred, true), 5000).data(); // C
const gaussian = -Math.log(2 * Math.PI * Math.E) - 0.5 * Math.log(a * d - b * b);
const sigma = await number(likelihood.scale());
console.log('log p(x)', marginal.toFixed(2), 'bound', bound.toFixed(2), 'one Gaussian', gaussian.toFixed(2), 'nats');
console.log(`standard deviation of the noise: learned ${sigma.toFixed(2)}, true 0.15\n`);

// The model's density on the left, the points on the right, on a grid of 16 × 36 cells.
const cells = Array.from({ length: 576 }, (_, i) => [(i % 36) * 0.16 - 2.8, 2.8 - Math.floor(i / 36) * 0.37]);
const density = await tf.exp(logDensity(tf.tensor(cells))).data();
const counts = new Float32Array(576);
for (let i = 0; i < 10_000; i += 2)
  counts[Math.round((2.8 - points[i + 1]) / 0.37) * 36 + Math.round((points[i] + 2.8) / 0.16)]++;
const shade = (value, most) => ' .:-=+*#%@'[Math.round((9 * value) / most)];
const line = (of, row) => Array.from(of.slice(row, row + 36), (value) => shade(value, Math.max(...of))).join('');
for (let row = 0; row < 576; row += 36) console.log(line(density, row), line(counts, row));

assert.ok(marginal > bound && marginal < bound + 0.5, 'the bound is below the marginal, and near it');
assert.ok(marginal > gaussian + 0.8 && sigma < 0.3, 'a curve with noise is no Gaussian');
