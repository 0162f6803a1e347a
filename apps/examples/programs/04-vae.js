// A variational auto-encoder on handwritten digits of our own drawing: train it, watch its bound rise, look at samples.
import assert from 'node:assert/strict';
import { cpu } from '@jensenjs/backend-cpu';
import { wasm } from '@jensenjs/backend-wasm';
import { key, split, useBackend } from '@jensenjs/core';
import { batches, glyphs } from '@jensenjs/data';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, importanceWeightedLogLikelihood, objective } from '@jensenjs/elbo';
import { mlp } from '@jensenjs/networks';
import { adam, train } from '@jensenjs/train';
import { bernoulliPixels, diagonalNormal, sample, vae } from '@jensenjs/vae';
import * as tf from '@tensorflow/tfjs-core';

const { name, reason } = await useBackend(wasm(), cpu());
console.log(`on ${name}: ${reason}`);
const [drawing, testing, forEncoder, forDecoder, training, binarizing, evaluating, showing] = split(key(1), 8);

const model = vae({
  prior: standardNormal([10]),
  encoder: mlp(forEncoder, { input: [28, 28, 1], hidden: [128], output: 20 }),
  posterior: diagonalNormal,
  decoder: mlp(forDecoder, { input: 10, hidden: [128], output: [28, 28, 1] }),
  likelihood: (h) => bernoulliPixels(h),
});

const bounds = [];
for await (const { epoch, epochProgress, metrics } of train({
  key: training,
  batches: batches(glyphs(drawing, { count: 2000 }), { size: 50, binarize: 'dynamic' }),
  objectives: [objective(model, elbo({ kl: klDivergence }), adam({ learningRate: 2e-3 }))],
  epochs: 8,
  reportEvery: 40,
})) {
  if (epochProgress < 1) continue;
  bounds.push(metrics['model/bound']);
  console.log(`epoch ${epoch}: ELBO ${metrics['model/bound'].toFixed(1)}, KL ${metrics['model/kl'].toFixed(1)} nats`);
}

// Unseen digits: log p(x) by importance sampling is above the bound, as it must be.
const test = batches(glyphs(testing, { count: 200 }), { size: 200, binarize: 'dynamic' });
const { x } = test.batch(binarizing, 0, 0);
const batch = { x: tf.tensor(x.data, [...x.shape]) };
const logLikelihood = importanceWeightedLogLikelihood({ key: evaluating, model, batch, samples: 50 }); // [200], nats
const [mean] = await tf.mean(logLikelihood).data();
console.log(`log p(x) of unseen digits ≈ ${mean.toFixed(1)} nats`);

const pixels = await sample(showing, model, 3).data(); // [3, 28, 28, 1]
for (let row = 4; row < 25; row += 2) {
  const line = [0, 1, 2].map((i) => pixels.subarray(i * 784 + row * 28, i * 784 + row * 28 + 28));
  console.log(line.map((part) => [...part].map((p) => ' .:-=+*#%@'[Math.round(9 * p)]).join('')).join('  '));
}
assert.ok(bounds.at(-1) > bounds[0] + 40, 'training raises the bound');
assert.ok(mean > -160, 'unseen digits are likely too');
