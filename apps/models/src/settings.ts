export const MODELS = ['vae', 'conditional-vae', 'gan', 'conditional-gan'] as const;
export type ModelName = (typeof MODELS)[number];

export const NETWORKS = ['mlp', 'conv'] as const;
export type NetworkName = (typeof NETWORKS)[number];

export const ESTIMATORS = ['elbo', 'iwae'] as const;
export type EstimatorName = (typeof ESTIMATORS)[number];

export const LOSSES = ['minimax', 'non-saturating', 'hinge'] as const;
export type LossName = (typeof LOSSES)[number];

/** What determines a model. Those that a model has no use for are carried along and change nothing. */
export interface ModelSettings {
  readonly model: ModelName;
  readonly network: NetworkName;
  /** The bound that a VAE is trained on. */
  readonly estimator: EstimatorName;
  /** Draws per image of IWAE. */
  readonly importanceSamples: number;
  /** What a GAN's players minimise. */
  readonly loss: LossName;
  /** Latent dimensions. */
  readonly latent: number;
  /** Widths of the encoder's or discriminator's hidden layers; the decoder or generator has them in reverse. */
  readonly hidden: readonly number[];
  /** Channels of the encoder's or discriminator's convolutions; the decoder has them in reverse, for the generator see below. */
  readonly channels: readonly number[];
}

/** What a model must know of the data. */
export interface ImageShape {
  readonly image: readonly [height: number, width: number, channels: number];
  /** Of the labels; 0 where there are none. */
  readonly classes: number;
}

export function isConditional(model: ModelName): boolean {
  return model === 'conditional-vae' || model === 'conditional-gan';
}

export function isAdversarial(model: ModelName): boolean {
  return model === 'gan' || model === 'conditional-gan';
}

/** In reverse, and twice as many: with as many as the discriminator has, the generator falls behind and drops classes. */
export function generatorChannels(channels: readonly number[]): number[] {
  return channels.map((filters) => 2 * filters).reverse();
}
