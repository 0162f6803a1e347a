import { ArgumentError } from '@jensenjs/core';

/** What generates a glyph. Lengths are fractions of the image, so they mean the same at any resolution. */
export interface GlyphFactors {
  /** Way of writing the digit: an integer from 0, counted modulo the ways that there are. */
  readonly style: number;
  /** Lean to the right: the tangent of the angle to the vertical. */
  readonly slant: number;
  /** Clockwise: twice the tangent of half the angle, which is the angle in radians to within 1 % below 0.34. */
  readonly rotation: number;
  /** Horizontal stretch, before slant and rotation. */
  readonly aspect: number;
  /** Larger side of the box around the pen's path. */
  readonly scale: number;
  /** Width of the pen. */
  readonly thickness: number;
  /** Shift of that box's middle to the right. */
  readonly x: number;
  /** Shift of that box's middle downwards. */
  readonly y: number;
  /** RGB only: from red at 0 over green and blue to red at 1. */
  readonly inkHue: number;
  /** RGB only. */
  readonly backgroundHue: number;
}

export type GlyphFactor = keyof GlyphFactors;

/** An interval from which a factor is drawn uniformly. */
export type GlyphRange = readonly [low: number, high: number];

export type GlyphRanges = Readonly<Record<GlyphFactor, GlyphRange>>;

/** Intervals in which every digit stays readable and inside the image. */
export const glyphRanges: GlyphRanges = {
  style: [0, 6],
  slant: [-0.1, 0.4],
  rotation: [-0.15, 0.15],
  aspect: [0.8, 1.1],
  scale: [0.58, 0.68],
  thickness: [0.065, 0.12],
  x: [-0.05, 0.05],
  y: [-0.05, 0.05],
  inkHue: [0, 1],
  backgroundHue: [0, 1],
};

/** @throws ArgumentError when an interval is empty, or one of its glyphs would not be drawn whole. */
export function checkRanges(where: string, ranges: GlyphRanges): void {
  for (const [name, [low, high]] of Object.entries(ranges)) {
    if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high)) {
      throw new ArgumentError(where, `expected ${name} to range from a low to a high number, got [${low}, ${high}]`);
    }
  }
  for (const name of ['aspect', 'scale', 'thickness'] as const) {
    if (ranges[name][0] <= 0) throw new ArgumentError(where, `expected ${name} to be positive, got ${ranges[name][0]}`);
  }
  if (ranges.style[0] < 0) throw new ArgumentError(where, `expected a style of 0 or more, got ${ranges.style[0]}`);
  const shift = Math.max(...[...ranges.x, ...ranges.y].map(Math.abs));
  const reach = ranges.scale[1] / 2 + ranges.thickness[1] / 2 + shift;
  if (reach > 0.5) {
    throw new ArgumentError(
      where,
      `expected (scale + thickness) / 2 + the largest shift to be at most 0.5, so that no ink leaves the image; got ${reach}`,
    );
  }
}
