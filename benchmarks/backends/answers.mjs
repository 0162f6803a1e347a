// What a side answers, in a process or in a page of its own.
import * as tf from '@tensorflow/tfjs-core';
import { convVae } from './conv-vae.mjs';
import { mlpVae } from './mlp-vae.mjs';

const models = {
  'mlp-step': mlpVae,
  'conv-step': convVae,
  tiny: () => mlpVae({ batch: 4, pixels: 16, hidden: 8, latent: 2 }),
};

/** Says why a backend is not there; other errors are its own. */
export class Absent extends Error {}

/** Takes one of our backends into use, with our gradients. @throws Absent where it does not work. */
export async function use(backend) {
  await import('@jensenjs/core');
  const { available, reason } = await backend.available();
  if (!available) throw new Absent(reason);
  await backend.activate();
}

const asks = {
  open: async ({ model }, side) => {
    side.step = models[model]();
    return {};
  },
  go: async ({ steps }, { step }) => {
    const times = [];
    const losses = [];
    for (let i = 0; i < steps; i++) {
      const start = performance.now();
      const loss = step();
      losses.push((await loss.data())[0]);
      loss.dispose();
      times.push(performance.now() - start);
    }
    return { times, losses };
  },
  memory: async () => {
    const { numTensors, numBytes, numBytesInGPU } = tf.memory();
    return { numTensors, numBytes, numDataIds: tf.backend().numDataIds(), ...(numBytesInGPU && { numBytesInGPU }) };
  },
};

/** Starts a side when it is first asked; answers `{ problem }` or `{ absent }` where it fails. */
export function answersOf(start) {
  const side = {};
  let started;
  return async (request) => {
    try {
      await (started ??= start());
      return await asks[request.ask](request, side);
    } catch (error) {
      const [message] = String(error?.message ?? error).split('\n');
      return error instanceof Absent ? { absent: message } : { problem: message };
    }
  };
}
