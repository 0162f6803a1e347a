import { ArgumentError, type Distribution, formatShape } from '@jensenjs/core';
import { bernoulli, independent, normal } from '@jensenjs/distributions';
import { add, softplus, split, type Tensor } from '@tensorflow/tfjs-core';
import { expectEvent } from './event';

/**
 * The smallest scale of `diagonalNormal`. Below it, float32 could no longer tell z from its mean: for means of size 5 the
 * rounding of (z − loc) / scale is then 6e-3.
 */
const SMALLEST_SCALE = 1e-4;

/**
 * A normal with independent dimensions, from a network's output h [...batch, 2d]: batch shape [...batch], event shape [d].
 * The first half of h is the mean. The second half gives the scale softplus(h) + 1e-4, which unlike exp(½h) neither
 * overflows nor has exploding gradients, and never vanishes. Call it inside tf.tidy: the distribution borrows its tensors.
 * @throws ArgumentError when the last dimension of h is odd.
 */
export function diagonalNormal(h: Tensor): Distribution<true> {
  const width = h.shape.at(-1) ?? 0;
  if (width === 0 || width % 2 !== 0)
    throw new ArgumentError(
      'diagonalNormal',
      `expected h of shape [...batch, 2d], a mean and a scale for each of d dimensions, got ${formatShape(h.shape)}.`,
    );
  const [loc, raw] = split(h, 2, -1) as [Tensor, Tensor]; // each [...batch, d]
  return independent(normal(loc, add(softplus(raw), SMALLEST_SCALE)), 1);
}

/**
 * Independent Bernoulli pixels with logits h [...batch, ...event], where `eventRank` dimensions are the event: 3 when left
 * out, [height, width, channels].
 * @throws ArgumentError when h has fewer dimensions than that.
 */
export function bernoulliPixels(
  h: Tensor,
  { eventRank = 3 }: { readonly eventRank?: number } = {},
): Distribution<false> {
  expectEvent('bernoulliPixels', h, eventRank);
  return independent(bernoulli({ logits: h }), eventRank);
}
