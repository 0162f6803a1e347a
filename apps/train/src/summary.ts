/** What `summary.json` holds, flat. Bounds, KL and likelihoods are in nats per image; errors are standard errors over images. */
export interface Summary {
  /** `glyphs`, or the name of the directory. */
  readonly data: string;
  readonly engine: string;
  readonly backend: string;
  readonly seed: number;
  readonly version: string;
  readonly epochs: number;
  readonly steps: number;
  readonly batch: number;
  readonly latent: number;
  readonly hidden: string;
  readonly learningRate: number;
  readonly schedule: string;
  readonly trainImages: number;
  readonly validationImages: number;
  readonly testImages: number;
  readonly parameters: number;
  /** Why training ended: `epochs` or `patience`. */
  readonly stopReason: string;
  /** Training and evaluation, over all sittings of a resumed run. */
  readonly seconds: number;
  readonly trainSeconds: number;
  /** Training images per second of training. */
  readonly imagesPerSecond: number;
  /** Mean over the steps of the last epoch, while the parameters were changing. */
  readonly trainBound: number;
  readonly trainReconstruction: number;
  readonly trainKl: number;
  readonly validationBound: number | null;
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
