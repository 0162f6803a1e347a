import { isAdversarial, type ModelName, type NetworkName, usualSettings } from '@jensenjs/app-models';
import type { Recipe } from '../protocol';

/** What the page proposes: smaller than `npm start`, so that something is seen at once, and two latent dimensions for a VAE. */
export function proposeRecipe(model: ModelName, network: NetworkName): Recipe {
  const { epochs: _, batch, learningRate, ...settings } = usualSettings(model, network);
  const adversarial = isAdversarial(model);
  const convolutional = network === 'conv';
  return {
    settings: {
      ...settings,
      latent: adversarial ? 16 : 2,
      hidden: convolutional ? settings.hidden : adversarial ? [256, 128] : [256],
      channels: convolutional ? [16, 32] : settings.channels,
    },
    engine: 'auto',
    learningRate,
    batch: Math.min(64, batch),
    seed: 1,
    images: 6000,
  };
}
