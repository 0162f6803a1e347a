import { ArgumentError, type Distribution, formatShape } from '@jensenjs/core';
import { independent, normal } from '@jensenjs/distributions';
import { add, exp, scalar, softplus, split, type Tensor, tidy, variable } from '@tensorflow/tfjs-core';
import { expectEvent } from './event';
import type { HeadFunction, Part } from './part';

/*
 * Normal likelihoods of images x in [0, 1] with k pixels and channels
 *
 *   log p(x | z) = − |x − x̂|² / 2σ² − k log(√(2π) σ)
 *
 * The constants are included, so that bounds of models with different σ can be compared. They are log densities, which may
 * be positive: a pixel narrower than √(2π)σ < 1 has a density above 1.
 */

/**
 * The smallest learned scale, e⁻⁶, as in the code of Rybkin et al. (2021): an image of 256 levels tells nothing finer than a
 * step of 1 / 255, of which this is about half. Without a bound, pixels that never change, like the border of
 * digits, would raise the density without limit as σ → 0 and drown all others.
 */
const SMALLEST_SCALE = Math.exp(-6);

export interface GaussianPixelsOptions {
  /** σ, the standard deviation of every pixel, in units of x. */
  readonly scale: number;
  /** How many dimensions of h are one image; 3 when left out, [height, width, channels]. */
  readonly eventRank?: number;
}

export interface LearnedGaussianPixelsOptions {
  /** σ before training; 1 when left out. */
  readonly scale?: number;
  /** What σ stays above; e⁻⁶ ≈ 0.0025 when left out, half a step of images of 256 levels in [0, 1]. */
  readonly smallestScale?: number;
  /** As in `GaussianPixelsOptions`. */
  readonly eventRank?: number;
}

/** A likelihood with one noise scale for all pixels, learned with the decoder. */
export interface LearnedGaussianPixels extends Part<HeadFunction<Distribution<true>>> {
  /** The present σ, [], in units of x. */
  readonly scale: () => Tensor;
}

/**
 * Independent normal pixels with means h [...batch, ...event] and a σ that you choose: for fixed σ, the gradient is that
 * of |x − h|² / 2σ², so σ sets how much a squared error weighs against the KL. Means are taken as they are: for images in
 * [0, 1] a decoder may end in a sigmoid.
 * @throws ArgumentError when σ is not positive and finite, or h has fewer dimensions than an image.
 */
export function gaussianPixels(h: Tensor, { scale, eventRank = 3 }: GaussianPixelsOptions): Distribution<true> {
  expectScale('gaussianPixels', 'scale', scale);
  expectEvent('gaussianPixels', h, eventRank);
  return independent(normal(h, scale), eventRank);
}

/**
 * Independent normal pixels with means h [...batch, ...event] and one σ that is trained with the decoder (O. Rybkin, K.
 * Daniilidis & S. Levine 2021, "Simple and effective VAE training with calibrated decoders"). Its optimum is
 * the root of the mean squared error over all pixels, so that no weight of the KL needs tuning. Here
 * σ = smallestScale + exp(`logScale`), smooth and nearly exponential above the bound, where the authors' code clips log σ
 * softly.
 * A model names the variable `likelihood/logScale` and disposes it.
 * @throws ArgumentError unless 0 < smallestScale < scale < ∞; by `apply`, when h has fewer dimensions than an image.
 */
export function learnedGaussianPixels(options: LearnedGaussianPixelsOptions = {}): LearnedGaussianPixels {
  const where = 'learnedGaussianPixels';
  const { scale: initial = 1, smallestScale = SMALLEST_SCALE, eventRank = 3 } = options;
  expectScale(where, 'scale', initial);
  expectScale(where, 'smallestScale', smallestScale);
  if (initial <= smallestScale)
    throw new ArgumentError(where, `expected a scale above smallestScale, ${smallestScale}, got ${initial}.`);
  const logScale = tidy(() => variable(scalar(Math.log(initial - smallestScale))));
  const scale = (): Tensor => tidy(() => add(exp(logScale), smallestScale));
  return {
    apply: (h) => {
      expectEvent(where, h, eventRank);
      return independent(normal(h, scale()), eventRank);
    },
    scale,
    parameters: { logScale },
    dispose: () => logScale.dispose(),
  };
}

/**
 * Independent normal pixels, each with a σ of its own from the network: h [...batch, ...positions, 2 · channels] holds the
 * means and then the raw scales in its last dimension, and σ = smallestScale + softplus(raw). A decoder of images
 * [height, width, channels] thus has output [height, width, 2 · channels] (D. Kingma & M. Welling 2014, appendix C.2, with
 * softplus for exp). Call it inside tf.tidy: the distribution borrows its tensors.
 * @throws ArgumentError when smallestScale is not positive and finite, h has fewer dimensions than an image, or its last
 * dimension is odd.
 */
export function heteroscedasticPixels(
  h: Tensor,
  { smallestScale = SMALLEST_SCALE, eventRank = 3 }: Omit<LearnedGaussianPixelsOptions, 'scale'> = {},
): Distribution<true> {
  const where = 'heteroscedasticPixels';
  expectScale(where, 'smallestScale', smallestScale);
  expectEvent(where, h, eventRank);
  const channels = h.shape.at(-1) ?? 0;
  if (channels === 0 || channels % 2 !== 0)
    throw new ArgumentError(
      where,
      `expected h of shape [...batch, ...positions, 2 · channels], a mean and a scale for each, got ${formatShape(h.shape)}.` +
        ' Double the channels of the decoder.',
    );
  const [loc, raw] = split(h, 2, -1) as [Tensor, Tensor]; // each [...batch, ...event]
  return independent(normal(loc, add(softplus(raw), smallestScale)), eventRank);
}

function expectScale(where: string, name: string, scale: number): void {
  if (!(scale > 0 && scale < Infinity))
    throw new ArgumentError(where, `${name} must be a positive finite number, got ${scale}.`);
}
