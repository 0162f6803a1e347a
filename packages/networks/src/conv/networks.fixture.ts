import { key, type Key, type Module } from '@jensenjs/core';
import { convDecoder, convEncoder, dcganDiscriminator, dcganGenerator } from './index';

interface Row {
  readonly name: string;
  readonly build: (from: Key) => Module;
  readonly input: readonly number[];
  readonly output: readonly number[];
}

const smooth = { activation: 'softplus', batchNormalization: true } as const;
const image = [4, 8, 2] as const;

/** A small one of each network, differentiable everywhere and with batch normalisation. */
export const networks: readonly Row[] = [
  {
    name: 'convEncoder',
    build: (from) => convEncoder(from, { input: image, channels: [2, 3], hidden: [4], output: 2, ...smooth }),
    input: image,
    output: [2],
  },
  {
    name: 'convDecoder',
    build: (from) => convDecoder(from, { input: 3, channels: [3, 2], hidden: [4], output: image, ...smooth }),
    input: [3],
    output: image,
  },
  {
    name: 'dcganGenerator',
    build: (from) => dcganGenerator(from, { latent: 3, channels: [3, 2], output: image, ...smooth }),
    input: [3],
    output: image,
  },
  {
    name: 'dcganDiscriminator',
    build: (from) => dcganDiscriminator(from, { input: image, channels: [2, 3], ...smooth }),
    input: image,
    output: [1],
  },
];

/** The row's network from a seed. */
export const made = ({ build }: Row, seed = 1): Module => build(key(seed));
