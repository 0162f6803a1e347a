// The models of cases.mjs, made of our packages.
import { key, split } from '@jensenjs/core';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, iwae, objective } from '@jensenjs/elbo';
import { gan, nonSaturating } from '@jensenjs/gan';
import { mlp } from '@jensenjs/networks';
import { convDecoder, convEncoder, dcganDiscriminator, dcganGenerator } from '@jensenjs/networks/conv';
import { adam } from '@jensenjs/train';
import { bernoulliPixels, diagonalNormal, vae } from '@jensenjs/vae';
import { tensor } from '@tensorflow/tfjs-core';
import { cases } from '../cases.mjs';
import { rateOf } from '../schedule.mjs';

const image = [28, 28, 1];

function latentModel(latent, encoder, decoder) {
  return vae({
    prior: standardNormal([latent]),
    encoder,
    posterior: (h) => diagonalNormal(h),
    decoder,
    likelihood: (h) => bernoulliPixels(h),
  });
}

const networks = {
  'mlp-vae': ([forEncoder, forDecoder]) => [
    mlp(forEncoder, { input: image, hidden: [400], output: 40 }),
    mlp(forDecoder, { input: 20, hidden: [400], output: image }),
  ],
  iwae: ([forEncoder, forDecoder]) => [
    mlp(forEncoder, { input: image, hidden: [200, 200], output: 100, activation: 'tanh' }),
    mlp(forDecoder, { input: 50, hidden: [200, 200], output: image, activation: 'tanh' }),
  ],
  'conv-vae': ([forEncoder, forDecoder]) => [
    convEncoder(forEncoder, { input: image, channels: [32, 64], hidden: [256], output: 64 }),
    convDecoder(forDecoder, { input: 32, channels: [64, 32], output: image }),
  ],
  dcgan: ([forDiscriminator, forGenerator]) => [
    dcganDiscriminator(forDiscriminator, { input: image, channels: [64, 128], batchNormalization: false }),
    dcganGenerator(forGenerator, { latent: 64, channels: [128, 64], output: image, outputActivation: 'tanh' }),
  ],
};

/** Sets the variables of two networks, in their order, to the first weights. */
function load(variables, weights) {
  if (variables.length !== weights.length)
    throw new Error(`${variables.length} variables, expected ${weights.length} tensors`);
  for (const [i, { shape, values }] of weights.entries()) {
    if (String(variables[i].shape) !== String(shape))
      throw new Error(`variable ${i} has shape ${variables[i].shape}, expected ${shape}`);
    const value = tensor(values, shape);
    variables[i].assign(value);
    value.dispose();
  }
}

/** The objectives of a case, which metrics are its losses, and the number of parameters. */
export function ourModel(name, weights) {
  const { latent, samples, beta1 } = cases[name];
  const optimizer = () => adam({ learningRate: (count) => rateOf(name, count), beta1 });
  const pair = networks[name](split(key(1), 2));
  const variables = pair.flatMap(({ parameters }) => Object.values(parameters));
  load(variables, weights);
  const parameters = variables.reduce((total, { size }) => total + size, 0);
  if (name === 'dcgan') {
    const [discriminator, generator] = pair;
    const game = gan({ prior: standardNormal([latent]), generator, discriminator, loss: nonSaturating() });
    const objectives = game.objectives({ generator: optimizer(), discriminator: optimizer() });
    return {
      parameters,
      objectives,
      losses: ['discriminator/loss', 'generator/loss'],
      dispose: () => game.dispose(),
    };
  }
  const model = latentModel(latent, ...pair);
  const estimator = samples ? iwae({ samples }) : elbo({ kl: klDivergence });
  const objectives = [objective(model, estimator, optimizer())];
  return { parameters, objectives, losses: ['model/loss'], dispose: () => model.dispose() };
}
