import { key, type Module } from '@jensenjs/core';
import { dropout, mlp, sequential } from '@jensenjs/networks';
import { convDecoder, convEncoder, dcganDiscriminator, dcganGenerator } from '@jensenjs/networks/conv';
import { beforeAll, describe, test } from 'vitest';
import { type Application, correctGradients, expectCompiles, fillVariables } from './module.fixture';

beforeAll(correctGradients);

interface NetworkCase {
  readonly network: () => Module;
  readonly application: Application;
}

const image = [8, 8, 1] as const;

const cases: Readonly<Record<string, NetworkCase>> = {
  mlp: {
    network: () => mlp(key(1), { input: [3, 2], hidden: [5, 4], output: [2, 3], activation: 'selu' }),
    application: { shape: [4, 3, 2] },
  },
  'mlp, two batch dimensions': {
    network: () => mlp(key(1), { input: 3, hidden: [5], output: 2, outputActivation: 'softplus' }),
    application: { shape: [2, 4, 3] },
  },
  'sequential with dropout': {
    network: () =>
      sequential(
        mlp(key(1), { input: 3, output: 8 }),
        dropout({ rate: 0.4 }),
        mlp(key(2), { input: 8, hidden: [6], output: 5, activation: 'leakyRelu' }),
        dropout({ rate: 0.2 }),
      ),
    application: { shape: [4, 3], training: true, key: key(7) },
  },
  'sequential in evaluation': {
    network: () => sequential(mlp(key(1), { input: 3, output: 4 }), dropout({ rate: 0.4 })),
    application: { shape: [4, 3] },
  },
  convEncoder: {
    network: () => convEncoder(key(1), { input: [7, 8, 2], channels: [3, 4], hidden: [5], output: 6 }),
    application: { shape: [3, 7, 8, 2] },
  },
  'convEncoder, normalised, training': {
    network: () =>
      convEncoder(key(1), { input: image, channels: [3, 4], hidden: [5], output: 6, batchNormalization: true }),
    application: { shape: [8, ...image], training: true },
  },
  convDecoder: {
    network: () => convDecoder(key(1), { input: 3, hidden: [5], channels: [4, 3], output: image }),
    application: { shape: [3, 3] },
  },
  'convDecoder, normalised, training': {
    network: () => convDecoder(key(1), { input: 3, channels: [4, 3], output: image, batchNormalization: true }),
    application: { shape: [2, 2, 3], training: true },
  },
  'dcganGenerator, training': {
    network: () => dcganGenerator(key(1), { latent: 4, channels: [6, 4], output: image }),
    application: { shape: [5, 4], training: true },
  },
  'dcganGenerator, evaluation': {
    network: () => dcganGenerator(key(1), { latent: 4, channels: [6, 4], output: image }),
    application: { shape: [5, 4] },
  },
  'dcganDiscriminator, training': {
    network: () => dcganDiscriminator(key(1), { input: image, channels: [4, 6] }),
    application: { shape: [5, ...image], training: true },
  },
  'mlp, with a gradient penalty': {
    network: () => mlp(key(1), { input: 3, hidden: [6, 5], output: 1, activation: 'tanh' }),
    application: { shape: [4, 3], penalty: true },
  },
  'dcganDiscriminator, with a gradient penalty': {
    network: () => dcganDiscriminator(key(1), { input: image, channels: [4, 6], batchNormalization: false }),
    application: { shape: [5, ...image], penalty: true },
  },
  'convEncoder, smooth and normalised, with a gradient penalty': {
    network: () =>
      convEncoder(key(1), { input: image, channels: [3, 4], output: 6, activation: 'silu', batchNormalization: true }),
    application: { shape: [8, ...image], training: true, penalty: true },
  },
};

describe('a network of @jensenjs/networks compiles and differentiates', () => {
  test.each(Object.entries(cases))('%s', async (_, { network, application }) => {
    const module = network();
    fillVariables(module);
    await expectCompiles(module, application);
    module.dispose();
  });
});
