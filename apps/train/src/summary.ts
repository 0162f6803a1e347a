/**
 * What `summary.json` holds, flat; figures that a model does not have are absent. Bounds, KL, likelihoods and the
 * cross-entropies of GANs are in nats per image; errors are standard errors over images.
 */
export type Summary = RunFigures & (VariationalFigures | AdversarialFigures);

/** What every run has. */
export interface RunFigures {
  /** `glyphs`, or the name of the directory. */
  readonly data: string;
  /** `vae`, `conditional-vae`, `gan` or `conditional-gan`. */
  readonly model: string;
  /** `mlp` or `conv`. */
  readonly network: string;
  readonly engine: string;
  readonly backend: string;
  readonly seed: number;
  readonly version: string;
  readonly epochs: number;
  readonly steps: number;
  readonly batch: number;
  readonly latent: number;
  /** Empty where there are no dense layers. */
  readonly hidden: string;
  /** Empty where there are no convolutions. */
  readonly channels: string;
  readonly learningRate: number;
  readonly schedule: string;
  readonly trainImages: number;
  readonly parameters: number;
  /** Why training ended: `epochs` or `patience`. */
  readonly stopReason: string;
  /** Training and evaluation, over all sittings of a resumed run. */
  readonly seconds: number;
  readonly trainSeconds: number;
  /** Training images per second of training. */
  readonly imagesPerSecond: number;
}

/** Of `vae` and `conditional-vae`. */
export interface VariationalFigures {
  /** `elbo` or `iwae`. */
  readonly estimator: string;
  /** Draws per image in the bound that was trained on. */
  readonly importanceSamples: number;
  readonly validationImages: number;
  readonly testImages: number;
  /** Of the estimator; mean over the steps of the last epoch, while the parameters were changing. */
  readonly trainBound: number;
  readonly trainReconstruction: number;
  readonly trainKl: number;
  /** Of the estimator, at the end; null when no images were held out. */
  readonly validationBound: number | null;
  /** The ELBO, whatever was trained on. */
  readonly testBound: number;
  readonly testBoundError: number;
  /** Posterior samples per image. */
  readonly testBoundSamples: number;
  /** −log p(x) by importance sampling; null when it was skipped. */
  readonly testNll: number | null;
  readonly testNllError: number | null;
  /** Importance samples per image. */
  readonly testNllSamples: number;
  readonly testNllImages: number;
  /** Latent dimensions whose KL is above 0.01 nats on the test images. */
  readonly activeDimensions: number;
}

/** Of `gan` and `conditional-gan`: means over the steps of the last epoch. */
export interface AdversarialFigures {
  /** `minimax`, `non-saturating` or `hinge`. */
  readonly loss: string;
  readonly discriminatorLoss: number;
  /** D(x) on training images: a probability, or the score itself for `hinge`. */
  readonly discriminatorReal: number;
  /** D(G(z)), likewise. */
  readonly discriminatorFake: number;
  readonly generatorLoss: number;
}
