import {
  createUpdates,
  type Distribution,
  type Estimator,
  type HostArray,
  type HostBatch,
  key,
  type LatentModel,
  type Module,
  type Objective,
  type Optimizer,
  randomNormal,
  stopGradient,
} from '@jensenjs/core';
import { bernoulli, independent, klDivergence, normal, standardNormal } from '@jensenjs/distributions';
import { elbo, iwae, nvil, objective } from '@jensenjs/elbo';
import { fromLayers, mlp } from '@jensenjs/networks';
import { convDecoder, convEncoder, dcganDiscriminator, dcganGenerator } from '@jensenjs/networks/conv';
import { bernoulliPixels, conditionalVae, diagonalNormal, learnedGaussianPixels, vae } from '@jensenjs/vae';
import {
  add,
  gather,
  mean,
  neg,
  type Scalar,
  softplus,
  type Tensor,
  tidy,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** The kinds of learning that the contracts must carry, each small, and two of them on images. */

export const BATCH = 8;
const WIDTH = 6;
const LATENT = 2;

const host = (shape: number[], value: (i: number) => number): HostArray => {
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, dtype: 'float32', data: Float32Array.from({ length: size }, (_, i) => value(i)) };
};

export const CLASSES = 2;

/** Binary images [8, 6], their rows in a data set of 20, and one of two classes for each. */
export const hostBatch: HostBatch = {
  x: host([BATCH, WIDTH], (i) => ((i * i) % 7) % 2),
  condition: host([BATCH, CLASSES], (i) => (Math.floor(i / CLASSES) % CLASSES === i % CLASSES ? 1 : 0)),
  index: { shape: [BATCH], dtype: 'int32', data: Int32Array.from({ length: BATCH }, (_, i) => 2 * i + 1) },
};
export const DATASET = 20;

const networks = (output: number) => ({
  encoder: mlp(key(1), { input: WIDTH, hidden: [5], output }),
  decoder: mlp(key(2), { input: LATENT, hidden: [5], output: WIDTH }),
});

/** A Gaussian VAE by pathwise gradients. */
export function gaussianVae(optimizer: Optimizer): Objective {
  const model = vae({
    prior: standardNormal([LATENT]),
    ...networks(2 * LATENT),
    posterior: (h) => diagonalNormal(h),
    likelihood: (h) => bernoulliPixels(h, { eventRank: 1 }),
  });
  return objective(model, elbo({ kl: klDivergence }), optimizer, { name: 'vae' });
}

/** A conditional VAE with normal pixels of a learned scale, by the importance-weighted bound. */
export function conditionalIwae(optimizer: Optimizer): Objective {
  const model = conditionalVae({
    prior: standardNormal([LATENT]),
    encoder: mlp(key(1), { input: WIDTH + CLASSES, hidden: [5], output: 2 * LATENT }),
    posterior: (h) => diagonalNormal(h),
    decoder: mlp(key(2), { input: LATENT + CLASSES, hidden: [5], output: WIDTH }),
    likelihood: learnedGaussianPixels({ eventRank: 1 }),
    classes: CLASSES,
  });
  return objective(model, iwae({ samples: 3 }), optimizer, { name: 'conditional' });
}

/** Bernoulli latent variables by NVIL with a neural baseline. */
export function binaryLatent(optimizer: Optimizer): Objective & { readonly estimator: Estimator } {
  const model = vae({
    prior: independent(bernoulli({ logits: [0, 0] }), 1),
    ...networks(LATENT),
    posterior: (h) => independent(bernoulli({ logits: h }), 1),
    likelihood: (h) => bernoulliPixels(h, { eventRank: 1 }),
  });
  const baseline = mlp(key(3), { input: WIDTH, hidden: [4], output: 1 });
  const estimator = nvil({ baseline, normalizeVariance: true });
  return { ...objective(model, estimator, optimizer, { name: 'nvil' }), estimator };
}

/** A model with one q per datapoint: rows of a table, chosen by the batch's index. */
export function posteriorPerDatapoint(optimizer: Optimizer): Objective {
  const { decoder } = networks(1);
  const table = tidy(() => ({ loc: variable(zeros([DATASET, LATENT])), scale: variable(zeros([DATASET, LATENT])) }));
  const model: LatentModel<true> = {
    prior: standardNormal([LATENT]),
    posterior: (_, { index }) => {
      const row = (of: Tensor): Tensor => gather(of, index as Tensor); // [batch, latent]
      return independent(normal(row(table.loc), softplus(row(table.scale))), 1);
    },
    likelihood: (z): Distribution => bernoulliPixels(decoder.apply(z), { eventRank: 1 }),
    parameters: { generative: decoder.parameters, inference: table },
    state: {},
    dispose: () => {},
  };
  return objective(model, elbo({ kl: klDivergence }), optimizer, { name: 'local' });
}

/** A GAN with batch normalisation in both networks, as a user would write it: two objectives. */
export interface Game {
  readonly generator: Module;
  readonly discriminator: Module;
  /** D's objective, then G's. */
  readonly objectives: readonly [Objective, Objective];
}

/** Of dense networks, on rows of numbers. */
export function game(optimizer: Optimizer): Game {
  const network = (input: number, output: number): Module => {
    const { dense, batchNormalization, activation } = layers.layers;
    const kernelInitializer = layers.initializers.glorotUniform({ seed: input });
    return fromLayers(
      layers.sequential({
        layers: [
          dense({ units: 5, inputShape: [input], kernelInitializer }),
          batchNormalization({ momentum: 0.9 }),
          activation({ activation: 'relu' }),
          dense({ units: output, kernelInitializer }),
        ],
      }),
    );
  };
  return play(network(LATENT, WIDTH), network(WIDTH, 1), optimizer);
}

export const IMAGE = [4, 4, 1] as const;

/** Of convolutional networks, on images. */
export function imageGame(optimizer: Optimizer): Game {
  const generator = dcganGenerator(key(1), { latent: LATENT, channels: [3, 2], output: IMAGE });
  const discriminator = dcganDiscriminator(key(2), { input: IMAGE, channels: [2, 3] });
  return play(generator, discriminator, optimizer);
}

/** A Gaussian VAE of convolutional networks, on images. */
export function imageVae(optimizer: Optimizer): Objective {
  const model = vae({
    prior: standardNormal([LATENT]),
    encoder: convEncoder(key(1), { input: IMAGE, channels: [2], output: 2 * LATENT }),
    decoder: convDecoder(key(2), { input: LATENT, channels: [2], output: IMAGE }),
    posterior: (h) => diagonalNormal(h),
    likelihood: (h) => bernoulliPixels(h, { eventRank: 3 }),
  });
  return objective(model, elbo({ kl: klDivergence }), optimizer, { name: 'images' });
}

function play(generator: Module, discriminator: Module, optimizer: Optimizer): Game {
  const draw = (from: Parameters<typeof randomNormal>[0]): Tensor => randomNormal(from, [BATCH, LATENT]);
  const run = { training: true } as const;
  const players: [Objective, Objective] = [
    {
      name: 'discriminator',
      parameters: discriminator.parameters,
      state: discriminator.state,
      optimizer,
      loss: ({ key: from, batch }) => {
        const updates = createUpdates();
        const fake = stopGradient(generator.apply(draw(from), { ...run, updates }));
        const [onReal, onFake] = [batch.x, fake].map((x) => discriminator.apply(x, { ...run, updates }));
        const loss = add(mean(softplus(neg(onReal as Tensor))), mean(softplus(onFake as Tensor)));
        return { loss: loss as Scalar, metrics: { loss }, updates: updates.entries() };
      },
    },
    {
      name: 'generator',
      parameters: generator.parameters,
      state: generator.state,
      optimizer,
      loss: ({ key: from }) => {
        const updates = createUpdates();
        const fake = generator.apply(draw(from), { ...run, updates });
        const loss = mean<Scalar>(softplus(neg(discriminator.apply(fake, { ...run, updates }))));
        return { loss, metrics: { loss }, updates: updates.entries() };
      },
    },
  ];
  return { generator, discriminator, objectives: players };
}
