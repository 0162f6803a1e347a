import { plainState, worstArray } from '@jensenjs/conformance';
import {
  type BatchSpec,
  drawArray,
  foldIn,
  type HostBatch,
  key,
  type Objective,
  type Optimizer,
  randomNormal,
  randomUniform,
  sizeOf,
  split,
  type TrainingState,
} from '@jensenjs/core';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, objective } from '@jensenjs/elbo';
import { fromLayers, mlp } from '@jensenjs/networks';
import { adam, eager, momentum } from '@jensenjs/train';
import { bernoulliPixels, diagonalNormal, vae } from '@jensenjs/vae';
import { add, grad, mean, mul, type Scalar, sqrt, square, sub, sum } from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { BATCH, binaryLatent, gaussianVae, IMAGE, imageGame } from '../../../../tools/testing/src/contracts/subjects';
import { onnxNode } from '../node';
import { compiled } from './compiled';

const WIDTH = 6;
const LATENT = 2;
const vector = { x: { shape: [WIDTH], dtype: 'float32' } } as const;
const image = { x: { shape: IMAGE, dtype: 'float32' } } as const;

/** A sequence of three steps of two numbers, read by a recurrent encoder of tfjs-layers. */
function gruVae(optimizer: Optimizer): Objective {
  const { dense, gru, reshape } = layers.layers;
  const kernelInitializer = layers.initializers.glorotUniform({ seed: 1 });
  // The default, orthogonal, is written with methods that only the whole of tfjs registers.
  const recurrentInitializer = layers.initializers.glorotUniform({ seed: 2 });
  const encoder = fromLayers(
    layers.sequential({
      layers: [
        reshape({ targetShape: [3, 2], inputShape: [WIDTH] }),
        gru({ units: 4, kernelInitializer, recurrentInitializer }),
        dense({ units: 2 * LATENT, kernelInitializer }),
      ],
    }),
  );
  const model = vae({
    prior: standardNormal([LATENT]),
    encoder,
    decoder: mlp(key(2), { input: LATENT, hidden: [5], output: WIDTH }),
    posterior: (h) => diagonalNormal(h),
    likelihood: (h) => bernoulliPixels(h, { eventRank: 1 }),
  });
  return objective(model, elbo({ kl: klDivergence }), optimizer, { name: 'gru' });
}

/** A convolutional VAE with batch normalisation in its encoder. */
function normalizedVae(optimizer: Optimizer): Objective {
  const { batchNormalization, conv2d, dense, flatten, leakyReLU } = layers.layers;
  const kernelInitializer = layers.initializers.glorotUniform({ seed: 1 });
  const encoder = fromLayers(
    layers.sequential({
      layers: [
        conv2d({
          filters: 3,
          kernelSize: 3,
          strides: 2,
          padding: 'same',
          useBias: false,
          inputShape: [...IMAGE],
          kernelInitializer,
        }),
        batchNormalization({ momentum: 0.9 }),
        leakyReLU({ alpha: 0.2 }),
        flatten(),
        dense({ units: 2 * LATENT, kernelInitializer }),
      ],
    }),
  );
  const model = vae({
    prior: standardNormal([LATENT]),
    encoder,
    decoder: mlp(key(2), { input: LATENT, hidden: [5], output: IMAGE }),
    posterior: (h) => diagonalNormal(h),
    likelihood: (h) => bernoulliPixels(h, { eventRank: 3 }),
  });
  return objective(model, elbo({ kl: klDivergence }), optimizer, { name: 'images' });
}

/** A critic with a penalty on the norm of its gradient between real and generated points (I. Gulrajani et al. 2017). */
function penalizedCritic(optimizer: Optimizer): Objective {
  const critic = mlp(key(1), { input: WIDTH, hidden: [5, 4], output: 1, activation: 'tanh' });
  return {
    name: 'critic',
    parameters: critic.parameters,
    state: {},
    optimizer,
    loss: ({ key: from, batch }) => {
      const [forFake, forPlace] = split(from);
      const fake = randomNormal(forFake, batch.x.shape);
      const between = add(fake, mul(randomUniform(forPlace, [BATCH, 1]), sub(batch.x, fake)));
      const slope = grad((x) => critic.apply(x))(between); // [batch, width]
      const penalty = mean(square(sub(sqrt(add(sum(square(slope), 1), 1e-6)), 1)));
      const [onFake, onReal] = [mean(critic.apply(fake)), mean(critic.apply(batch.x))];
      // Beside the loss, where these nearly cancel.
      const metrics = { penalty, onFake, onReal };
      return { loss: add<Scalar>(sub(onFake, onReal), mul(penalty, 10)), metrics };
    },
  };
}

const subjects: [string, (optimizer: Optimizer) => readonly Objective[], BatchSpec][] = [
  ['a Gaussian VAE', (optimizer) => [gaussianVae(optimizer)], vector],
  ['a convolutional VAE with batch normalisation', (optimizer) => [normalizedVae(optimizer)], image],
  ['a VAE with a recurrent encoder', (optimizer) => [gruVae(optimizer)], vector],
  ['NVIL', (optimizer) => [binaryLatent(optimizer)], vector],
  ['a DCGAN', (optimizer) => imageGame(optimizer).objectives, image],
  ['a critic with a gradient penalty', (optimizer) => [penalizedCritic(optimizer)], vector],
];

/** Binary numbers, others at every step. */
function batchOf(spec: BatchSpec, step: number): HostBatch {
  const { shape } = spec.x as BatchSpec[string];
  const all = [BATCH, ...shape];
  const uniform = drawArray(foldIn(key(99), step), { kind: 'uniform' }, sizeOf(all));
  return { x: { shape: all, dtype: 'float32', data: uniform.map((u) => (u < 0.4 ? 1 : 0)) } };
}

/** The array with the largest difference, in parts of the largest number of its kind. */
const worst = (actual: TrainingState, expected: TrainingState) => worstArray(plainState(actual), plainState(expected));

describe.each(subjects)('%s', (_, build, spec) => {
  it('has the gradients, metrics and new state of the eager engine in each of 300 steps', async () => {
    // Without momentum the velocity is the gradient. At a higher rate the discriminator of the small game soon saturates, where its
    // gradients cancel to what rounding leaves of them.
    const optimizer = momentum({ learningRate: 0.005, momentum: 0 });
    const reference = await eager().prepare(build(optimizer), spec);
    const engine = await compiled(onnxNode({ threads: 1 })).prepare(build(optimizer), spec);
    let state = await reference.capture();
    for (let step = 0; step < 300; step++) {
      await engine.restore(state);
      const args = { key: key(step), step, batches: [batchOf(spec, step)] };
      await engine.step(args);
      await reference.step(args);
      const next = await reference.capture();
      const { name, error } = worst(await engine.capture(), next);
      expect(error, `${name} in step ${step}`).toBeLessThan(1e-5);
      await reference.read();
      state = Object.fromEntries(Object.entries(next).filter(([array]) => !array.includes('/metrics/')));
    }
    engine.dispose();
    reference.dispose();
  });
});

it('a Gaussian VAE trained by Adam for 300 steps, on its own, is that of the eager engine', async () => {
  const optimizer = adam({ learningRate: 0.01 });
  const reference = await eager().prepare([gaussianVae(optimizer)], vector);
  const engine = await compiled(onnxNode({ threads: 1 })).prepare([gaussianVae(optimizer)], vector);
  for (let step = 0; step < 300; step++) {
    const args = { key: key(step), step, batches: [batchOf(vector, step)] };
    await engine.step(args);
    await reference.step(args);
  }
  expect(worst(await engine.capture(), await reference.capture()).error).toBeLessThan(1e-3);
  engine.dispose();
  reference.dispose();
});
