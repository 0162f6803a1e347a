import { ArgumentError, drawArray, foldIn, type Key } from '@jensenjs/core';
import type { Dataset } from './dataset';

/** How bytes become the numbers that a model sees. */
export type Binarization =
  /** pixel / 255, in [0, 1]. */
  | 'none'
  /** 1 with probability pixel / 255, drawn anew in every epoch (R. Salakhutdinov, I. Murray 2008, section 5). */
  | 'dynamic'
  /** 1 with probability pixel / 255, drawn once by this key. */
  | { readonly key: Key; readonly threshold?: never }
  /** 1 where pixel / 255 is at least this, else 0. */
  | { readonly threshold: number; readonly key?: never };

/** P(bit = 1) = pixel / 255, as a bound on an unsigned 32-bit draw. Off by less than 2⁻³². */
const BOUNDS = Float64Array.from({ length: 256 }, (_, pixel) => (pixel * 2 ** 32) / 255);

/**
 * Sets out[i], which is 0 before, to `on` with probability pixels[i] / 255. Black and white pixels take no randomness, so that an
 * image of a few strokes costs a fifth of its pixels.
 */
export function drawBits(key: Key, pixels: Uint8Array, out: Uint8Array | Float32Array, on: number): void {
  const grey = new Int32Array(pixels.length + 1);
  const count = findGrey(pixels, grey, out, on);
  const bits = drawArray(key, { kind: 'bits' }, count);
  for (let j = 0; j < count; j++) {
    const i = grey[j] as number;
    out[i] = on * Number((bits[j] as number) >>> 0 < (BOUNDS[pixels[i] as number] as number));
  }
}

/**
 * Writes the places of all pixels that are neither black nor white into `grey`, which has room for one more, and sets the white ones; how
 * many are grey. Without branches on what no processor can predict, and four black bytes at a time where memory is aligned.
 */
function findGrey(pixels: Uint8Array, grey: Int32Array, out: Uint8Array | Float32Array, on: number): number {
  const step = pixels.byteOffset % 4 === 0 && pixels.length % 4 === 0 ? 4 : 1;
  const steps = step === 4 ? new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4) : pixels;
  let count = 0;
  for (let at = 0; at < steps.length; at++) {
    if (steps[at] === 0) continue;
    for (let i = step * at; i < step * (at + 1); i++) {
      const pixel = pixels[i] as number;
      grey[count] = i;
      count += Number(((pixel + 1) & 255) > 1);
      if (pixel === 255) out[i] = on;
    }
  }
  return count;
}

/**
 * The data set with each pixel drawn once: 255 with probability pixel / 255, else 0. For test sets, whose bound is
 * to be the same number each time.
 */
export function binarizeOnce(key: Key, dataset: Dataset): Dataset {
  const images = new Uint8Array(dataset.images.length);
  const block = 2 ** 20; // bounds the memory that the draws take
  for (let at = 0; at < images.length; at += block) {
    const end = Math.min(at + block, images.length);
    drawBits(foldIn(key, at / block), dataset.images.subarray(at, end), images.subarray(at, end), 255);
  }
  return { ...dataset, images };
}

/** What each byte becomes without a draw: pixel / 255, or whether that is at least the threshold. */
export function pixelValues(threshold?: number): Float32Array {
  if (threshold !== undefined && !(threshold > 0 && threshold <= 1)) {
    throw new ArgumentError('batches', `expected a threshold in (0, 1], got ${threshold}`);
  }
  return Float32Array.from({ length: 256 }, (_, pixel) => {
    const value = pixel / 255;
    return threshold === undefined ? value : Number(value >= threshold);
  });
}
