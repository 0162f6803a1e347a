import type { Built, GanBuilt, VaeBuilt } from '@jensenjs/app-models';
import type { ExportSpec, PureFunction } from '@jensenjs/compile';
import type { Key } from '@jensenjs/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';

/** A part of a model that is a function of its own: what `--part` names. */
export interface Part {
  readonly fn: PureFunction;
  readonly spec: ExportSpec;
  readonly about: string;
}

/** The parts of a model by name, the usual one first. Pixels are numbers in [0, 1]; any batch size will do. */
export function partsOf(built: Built): Readonly<Record<string, Part>> {
  return built.kind === 'gan' ? partsOfGan(built) : partsOfVae(built);
}

function partsOfVae({ model, settings, shape, conditional }: VaeBuilt): Readonly<Record<string, Part>> {
  const context = (key: Key, condition: Tensor | undefined) => ({
    key,
    training: false,
    ...(condition && { condition }),
  });
  const condition = conditionSpec(conditional, shape.classes);
  return {
    decoder: {
      fn: ({ z, condition: given }, key) => model.likelihood(z as Tensor, context(key, given)).mean(),
      spec: { z: { shape: ['batch', settings.latent] }, ...condition },
      about: 'latent vectors z to images: the means of p(x | z)',
    },
    encoder: {
      fn: ({ x, condition: given }, key) =>
        tidy(() => {
          const posterior = model.posterior(x as Tensor, context(key, given));
          return { mean: posterior.mean(), variance: posterior.variance() };
        }),
      spec: { x: { shape: ['batch', ...shape.image] }, ...condition },
      about: 'images to mean and variance of q(z | x)',
    },
  };
}

function partsOfGan({ game, settings, shape, conditional }: GanBuilt): Readonly<Record<string, Part>> {
  const context = (condition: Tensor | undefined) => ({ training: false, ...(condition && { condition }) });
  const condition = conditionSpec(conditional, shape.classes);
  return {
    generator: {
      fn: ({ z, condition: given }) => game.generator.apply(z as Tensor, context(given)),
      spec: { z: { shape: ['batch', settings.latent] }, ...condition },
      about: 'latent vectors z, standard normal, to images',
    },
    discriminator: {
      fn: ({ x, condition: given }) => game.discriminator.apply(x as Tensor, context(given)),
      spec: { x: { shape: ['batch', ...shape.image] }, ...condition },
      about: 'images to logits of being real',
    },
  };
}

/** Labels are given one-hot. */
const conditionSpec = (conditional: boolean, classes: number): ExportSpec =>
  conditional ? { condition: { shape: ['batch', classes] } } : {};
