// Runs one case at a time for the parent process, on our wasm adapter or on tfjs's backend as it comes.
import '@jensenjs/core'; // tfjs registers no gradients in Node; both sides get the same ones
import { wasm } from '@jensenjs/backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { makeVae } from './vae.mjs';

if (process.argv[2] === 'ours') await wasm().activate();
else {
  await import('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend('wasm');
}
const cases = makeVae();

process.on('message', ({ name, repeats }) => {
  const times = [];
  let value = 0;
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    const loss = cases[name]();
    [value] = loss.dataSync();
    loss.dispose();
    times.push(performance.now() - start);
  }
  process.send({ times, value });
});
process.send('ready');
