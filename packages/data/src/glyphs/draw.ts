import { ArgumentError } from '@jensenjs/core';
import { checkRanges, type GlyphFactors, type GlyphRange, glyphRanges } from './factors';
import { outline } from './outline';
import { paint } from './paint';
import { rasterize } from './raster';
import { skeletons } from './skeletons';

export interface GlyphFormat {
  /** Height and width in pixels; 28 when left out. */
  readonly size?: number;
  /** One channel, white on black, or three, light ink over a dark ground; `grey` when left out. */
  readonly color?: 'grey' | 'rgb';
}

/**
 * Draws one digit without jitter, for example along a traversal of a factor.
 *
 * @param factors those left out: style 0, else the middle of `glyphRanges`.
 * @returns bytes [size, size, channels].
 * @throws ArgumentError when there is no such digit, style or size, or ink would leave the image.
 */
export function drawGlyph(digit: number, factors: Partial<GlyphFactors> = {}, format: GlyphFormat = {}): Uint8Array {
  if (!skeletons[digit]) throw new ArgumentError('drawGlyph', `expected a digit in 0 … 9, got ${digit}`);
  checkSize('drawGlyph', format.size);
  const middle = Object.fromEntries(Object.entries(glyphRanges).map(([name, [low, high]]) => [name, (low + high) / 2]));
  const all = { ...middle, style: 0, ...factors } as GlyphFactors;
  const point = Object.entries(all).map(([name, value]): [string, GlyphRange] => [name, [value, value]]);
  checkRanges('drawGlyph', Object.fromEntries(point) as Record<keyof GlyphFactors, GlyphRange>);
  return render(digit, all, format);
}

/** @param jitter displacements of the points of the pen's path, right and down of each in turn, in ems. */
export function render(
  digit: number,
  factors: GlyphFactors,
  { size = 28, color = 'grey' }: GlyphFormat,
  jitter?: ArrayLike<number>,
): Uint8Array {
  const ways = skeletons[digit] ?? [];
  const lines = outline(
    ways[Math.floor(factors.style) % ways.length] ?? [],
    { ...factors, ...(jitter && { jitter }) },
    { extent: factors.scale * size, x: (0.5 + factors.x) * size, y: (0.5 + factors.y) * size },
    Math.min(32, Math.max(4, Math.ceil(size / 6))),
  );
  const coverage = rasterize(lines, (factors.thickness * size) / 2, size);
  if (color === 'rgb') return paint(coverage, factors.inkHue, factors.backgroundHue);
  return Uint8Array.from(coverage, (c) => Math.floor(c * 255 + 0.5));
}

/** @throws ArgumentError when a digit could not be told, or an image would be too large. */
export function checkSize(where: string, size = 28): void {
  if (!Number.isInteger(size) || size < 8 || size > 1024) {
    throw new ArgumentError(where, `expected a size in 8 … 1024 pixels, got ${size}`);
  }
}
