import { key, split } from '@jensenjs/core';
import { dropout, fromLayers, mlp, sequential } from '@jensenjs/networks';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

const [weights, run] = split(key(1), 2);

// Your own tfjs-layers model, then dropout whose randomness comes from a key, then a ready network.
const convolutions = layers.sequential();
convolutions.add(layers.layers.conv2d({ filters: 4, kernelSize: 5, strides: 2, inputShape: [28, 28, 1] }));
convolutions.add(layers.layers.batchNormalization());
convolutions.add(layers.layers.flatten());
const encoder = sequential(
  fromLayers(convolutions),
  dropout({ rate: 0.1 }),
  mlp(weights, { input: 12 * 12 * 4, hidden: [64], output: 32 }),
);

const y = encoder.apply(tf.ones([2, 28, 28, 1]), { training: true, key: run });
console.log(y.shape, Object.keys(encoder.parameters), Object.keys(encoder.state));
