import { type BatchSpec, key, type Objective, type Optimizer } from '@jensenjs/core';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, objective } from '@jensenjs/elbo';
import { gan, nonSaturating } from '@jensenjs/gan';
import { fromLayers, mlp } from '@jensenjs/networks';
import { convDecoder, convEncoder, dcganDiscriminator, dcganGenerator } from '@jensenjs/networks/conv';
import { bernoulliPixels, diagonalNormal, vae } from '@jensenjs/vae';
import { mean, type Scalar, square, sub, sum } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';

/** A small model, by the optimiser that is to train it. */
export interface Trained {
  readonly objectives: (optimizer: Optimizer) => readonly Objective[];
  readonly spec: BatchSpec;
}

const SIDE = 12;
const LATENT = 3;
const IMAGE = [SIDE, SIDE, 1] as const;
const image: BatchSpec = { x: { shape: IMAGE, dtype: 'float32' } };
const rows: BatchSpec = { x: { shape: [SIDE, SIDE], dtype: 'float32' } };

/** Reads how many pixels are white: of all that can be trained, the fastest to step. */
export const pixelCounter: Trained = {
  spec: image,
  objectives: (optimizer) => {
    const network = mlp(key(1), { input: IMAGE, hidden: [], output: 1 });
    return [
      {
        name: 'counter',
        parameters: network.parameters,
        state: {},
        optimizer,
        loss: ({ batch: { x } }) => {
          const error = square(sub(network.apply(x), sum(x, [1, 2]))); // [batch, 1]
          return { loss: mean<Scalar>(error) };
        },
      },
    ];
  },
};

/** Images of 12 by 12 pixels, at most 8 channels or 24 units. */
export const models = {
  'MLP VAE': {
    spec: image,
    objectives: (optimizer) => {
      const model = vae({
        prior: standardNormal([LATENT]),
        encoder: mlp(key(1), { input: IMAGE, hidden: [24], output: 2 * LATENT }),
        decoder: mlp(key(2), { input: LATENT, hidden: [24], output: IMAGE }),
        posterior: (h) => diagonalNormal(h),
        likelihood: (h) => bernoulliPixels(h),
      });
      return [objective(model, elbo({ kl: klDivergence }), optimizer, { name: 'vae' })];
    },
  },
  'convolutional VAE with batch normalisation': {
    spec: image,
    objectives: (optimizer) => {
      const batchNormalization = true;
      const model = vae({
        prior: standardNormal([LATENT]),
        encoder: convEncoder(key(1), { input: IMAGE, channels: [4, 8], output: 2 * LATENT, batchNormalization }),
        decoder: convDecoder(key(2), { input: LATENT, channels: [8, 4], output: IMAGE, batchNormalization }),
        posterior: (h) => diagonalNormal(h),
        likelihood: (h) => bernoulliPixels(h),
      });
      return [objective(model, elbo({ kl: klDivergence }), optimizer, { name: 'vae' })];
    },
  },
  'VAE that reads by a GRU': {
    spec: rows,
    objectives: (optimizer) => {
      const kernelInitializer = initializers.glorotUniform({ seed: 1 });
      const encoder = fromLayers(
        sequential({
          layers: [
            // The usual recurrent initialiser, orthogonal, is written with methods that only the whole of tfjs registers.
            layers.gru({
              units: 8,
              inputShape: [SIDE, SIDE],
              kernelInitializer,
              recurrentInitializer: initializers.glorotUniform({ seed: 2 }),
            }),
            layers.dense({ units: 2 * LATENT, kernelInitializer }),
          ],
        }),
      );
      const model = vae({
        prior: standardNormal([LATENT]),
        encoder,
        decoder: mlp(key(2), { input: LATENT, hidden: [24], output: [SIDE, SIDE] }),
        posterior: (h) => diagonalNormal(h),
        likelihood: (h) => bernoulliPixels(h, { eventRank: 2 }),
      });
      return [objective(model, elbo({ kl: klDivergence }), optimizer, { name: 'vae' })];
    },
  },
  DCGAN: {
    spec: image,
    objectives: (optimizer) =>
      gan({
        prior: standardNormal([LATENT]),
        generator: dcganGenerator(key(1), { latent: LATENT, channels: [8, 4], output: IMAGE }),
        discriminator: dcganDiscriminator(key(2), { input: IMAGE, channels: [4, 8] }),
        loss: nonSaturating(),
      }).objectives({ generator: optimizer, discriminator: optimizer }),
  },
} as const satisfies Record<string, Trained>;

export type ModelName = keyof typeof models;
export const modelNames = Object.keys(models) as ModelName[];
