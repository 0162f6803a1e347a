import { isAdversarial, type ModelName, type ModelSettings, type NetworkName } from './settings';

export interface UsualSettings extends ModelSettings {
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
}

/** Perceptrons suffice for VAEs; a GAN's generator of perceptrons loses to its discriminator. */
export function usualNetwork(model: ModelName): NetworkName {
  return isAdversarial(model) ? 'conv' : 'mlp';
}

/** What a run uses unless told otherwise. */
export function usualSettings(model: ModelName, network: NetworkName): UsualSettings {
  const common = { model, network, estimator: 'elbo', importanceSamples: 5, loss: 'non-saturating' } as const;
  if (isAdversarial(model))
    return network === 'mlp'
      ? { ...common, latent: 64, hidden: [512, 256], channels: [], epochs: 8, batch: 64, learningRate: 2e-4 }
      : { ...common, latent: 64, hidden: [], channels: [16, 32], epochs: 3, batch: 32, learningRate: 1e-3 };
  return network === 'mlp'
    ? { ...common, latent: 20, hidden: [400], channels: [], epochs: 20, batch: 128, learningRate: 2e-3 }
    : { ...common, latent: 20, hidden: [], channels: [32, 64], epochs: 5, batch: 128, learningRate: 1e-3 };
}
