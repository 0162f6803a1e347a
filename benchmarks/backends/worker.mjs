// Runs one case at a time for the parent process: on our wasm adapter, on tfjs's wasm backend as it comes, or on tfjs's
// cpu backend.
import '@jensenjs/core'; // tfjs registers no gradients in Node; all sides get the same ones
import { cpu } from '@jensenjs/backend-cpu';
import { wasm } from '@jensenjs/backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { convVae } from './conv-vae.mjs';
import { mlpVae } from './mlp-vae.mjs';

const activate = {
  ours: () => wasm().activate(),
  peer: async () => {
    await import('@tensorflow/tfjs-backend-wasm');
    await tf.setBackend('wasm');
  },
  cpu: () => cpu().activate(),
};
await activate[process.argv[2]]();
const programs = { mlp: mlpVae(), conv: convVae() };

process.on('message', ({ program, name, repeats }) => {
  const times = [];
  let value = 0;
  try {
    for (let i = 0; i < repeats; i++) {
      const start = performance.now();
      const loss = programs[program][name]();
      [value] = loss.dataSync();
      loss.dispose();
      times.push(performance.now() - start);
    }
    process.send({ times, value });
  } catch (error) {
    process.send({ times, problem: error.message });
  }
});
process.send('ready');
