import { key, randomNormal } from '@jensenjs/core';
import { adam, cosine, memoryStore, train } from '@jensenjs/train';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

// 500 numbers around 3, in batches of 50.
const data = await tf.add(randomNormal(key(1), [500]), 3).data();
const batches = {
  spec: { x: { shape: [], dtype: 'float32' } },
  batchSize: 50,
  batchesPerEpoch: 10,
  examplesPerEpoch: 500,
  batch: (_key, _epoch, i) => ({ x: { shape: [50], dtype: 'float32', data: data.slice(50 * i, 50 * (i + 1)) } }),
};

const loc = tf.variable(tf.scalar(0));
const gaussian = {
  name: 'gaussian',
  parameters: { loc },
  state: {},
  optimizer: adam({ learningRate: cosine({ from: 0.15, steps: 200 }) }),
  loss: ({ batch }) => {
    // −log N(x; loc, 1), [batch], nats
    const surprise = tf.add(tf.mul(tf.square(tf.sub(batch.x, loc)), 0.5), Math.log(2 * Math.PI) / 2);
    return { loss: tf.mean(surprise), metrics: { surprise } };
  },
};

const store = memoryStore();
const run = { key: key(2), batches, objectives: [gaussian], epochs: 20, checkpoints: { store } };
for await (const { epoch, step, metrics } of train(run))
  if (step % 50 === 0) console.log(`epoch ${epoch}: ${metrics['gaussian/surprise'].toFixed(3)} nats`);

const mean = data.reduce((sum, x) => sum + x, 0) / 500;
console.log(`loc ${(await loc.data())[0].toFixed(2)}, mean of the data ${mean.toFixed(2)}`);
console.log(`a checkpoint of step ${(await store.latest()).step} to resume from`);
