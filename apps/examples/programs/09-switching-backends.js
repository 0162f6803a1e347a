// One computation on every backend that works here. `useBackend` takes the first that does, and says why the others are out;
// `inspectBackends` makes a table of them for a bug report. Keys give the same random numbers everywhere, so results agree to
// float32's rounding.
import assert from 'node:assert/strict';
import { cpu } from '@jensenjs/backend-cpu';
import { node } from '@jensenjs/backend-node';
import { wasm } from '@jensenjs/backend-wasm';
import { webgl } from '@jensenjs/backend-webgl';
import { webgpu } from '@jensenjs/backend-webgpu';
import { inspectBackends, key, split, useBackend } from '@jensenjs/core';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo } from '@jensenjs/elbo';
import { mlp } from '@jensenjs/networks';
import { bernoulliPixels, diagonalNormal, vae } from '@jensenjs/vae';
import * as tf from '@tensorflow/tfjs-core';

const backends = [node(), webgpu(), webgl(), wasm(), cpu()];
console.log(String(await inspectBackends(...backends)));
const choice = await useBackend(...backends);
console.log(`\nchosen: ${choice.name}, after ${choice.skipped.length} others; choice.reason says why.`);

const results = {};
for (const backend of backends) {
  const availability = await backend.available();
  if (!availability.available) continue;
  await useBackend(backend);
  const [forEncoder, forDecoder, forData, estimating] = split(key(1), 4);
  const model = vae({
    prior: standardNormal([4]),
    encoder: mlp(forEncoder, { input: 20, hidden: [32], output: 8 }),
    posterior: diagonalNormal,
    decoder: mlp(forDecoder, { input: 4, hidden: [32], output: 20 }),
    likelihood: (h) => bernoulliPixels(h, { eventRank: 1 }),
  });
  const x = standardNormal([20]).sample(forData, [64]);
  const batch = { x: tf.cast(tf.greater(x, 0), 'float32') };
  const { bound } = elbo({ kl: klDivergence }).estimate({ key: estimating, model, batch, step: tf.scalar(0, 'int32') });
  results[backend.name] = [...(await bound.data())];
  console.log(`${backend.name.padEnd(10)} bounds of the first images: ${results[backend.name].slice(0, 3).join(', ')}`);
  model.dispose();
}

assert.equal(tf.getBackend(), 'cpu', 'the last one asked for');
assert.ok(results.wasm && results.cpu, 'wasm and cpu work in every Node');
for (const bounds of Object.values(results))
  bounds.forEach((bound, i) => assert.ok(Math.abs(bound - results.cpu[i]) < 1e-4 * Math.abs(results.cpu[i])));
