import { ArgumentError, formatShape } from '@jensenjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** @throws ArgumentError when h has fewer dimensions than one image. */
export function expectEvent(where: string, h: Tensor, eventRank: number): void {
  if (h.shape.length < eventRank)
    throw new ArgumentError(
      where,
      `expected h with at least ${eventRank} dimensions, those of one image, got ${formatShape(h.shape)}.` +
        ' Give eventRank, for example 1 for flat images, or change the decoder.',
    );
}
