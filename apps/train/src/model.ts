import { type Key, type LatentModel, split } from '@jensenjs/core';
import { standardNormal } from '@jensenjs/distributions';
import { bernoulliPixels, diagonalNormal, vae } from '@jensenjs/vae';
import { mlp } from '@jensenjs/networks';

export interface ModelOptions {
  /** [height, width, channels]. */
  readonly image: readonly [height: number, width: number, channels: number];
  readonly latent: number;
  readonly hidden: readonly number[];
}

/** The VAE of D. Kingma and M. Welling (2014) with Bernoulli pixels; the decoder mirrors the encoder. */
export function buildModel(key: Key, { image, latent, hidden }: ModelOptions): LatentModel<true> {
  const [encoderKey, decoderKey] = split(key, 2);
  return vae({
    prior: standardNormal([latent]),
    encoder: mlp(encoderKey, { input: image, hidden, output: 2 * latent }),
    posterior: (h) => diagonalNormal(h),
    decoder: mlp(decoderKey, { input: latent, hidden: [...hidden].reverse(), output: image }),
    likelihood: (h) => bernoulliPixels(h),
  });
}

/** How many numbers training adjusts. */
export function parameterCount({ parameters }: LatentModel): number {
  const variables = [...Object.values(parameters.generative), ...Object.values(parameters.inference)];
  return variables.reduce((total, { size }) => total + size, 0);
}
