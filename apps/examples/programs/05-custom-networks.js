// Networks of one's own: `custom-model.js`, beside this file, defines a decoder by hand and trains a VAE with it. The same
// file runs in a browser; here it runs in Node, twice, to show that a key decides every number.
import assert from 'node:assert/strict';
import { cpu } from '@jensenjs/backend-cpu';
import { wasm } from '@jensenjs/backend-wasm';
import { key, useBackend } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { lowRankDecoder, trainCustomModel } from './custom-model.js';

await useBackend(wasm(), cpu());

// A module is an object with `apply`, `parameters`, `state` and `dispose`; nothing is registered or extended.
const decoder = lowRankDecoder(key(1), { latent: 8, rank: 6 });
console.log(
  'parameters:',
  Object.entries(decoder.parameters)
    .map(([path, v]) => `${path} [${v.shape.join(', ')}]`)
    .join(', '),
);
console.log(
  'z [5, 3, 8] →',
  tf.tidy(() => decoder.apply(tf.zeros([5, 3, 8])).shape),
);
decoder.dispose();

const bounds = await trainCustomModel(key(2), { epochs: 6 });
bounds.forEach((bound, i) => console.log(`epoch ${i + 1}: ELBO ${bound.toFixed(1)} nats`));
const again = await trainCustomModel(key(2), { epochs: 2 });

assert.ok(bounds.at(-1) > bounds[0] + 50, 'the custom model learns');
assert.deepEqual(again, bounds.slice(0, 2), 'the same key gives the same numbers');
