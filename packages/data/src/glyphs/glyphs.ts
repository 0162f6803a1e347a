import { ArgumentError, drawArray, foldIn, type Key, permutation, split } from '@jensenjs/core';
import { type Dataset, imageDataset } from '../dataset';
import { checkSize, type GlyphFormat, render } from './draw';
import { checkRanges, type GlyphFactor, type GlyphFactors, type GlyphRanges, glyphRanges } from './factors';
import { skeletons } from './skeletons';

export interface GlyphOptions extends GlyphFormat {
  readonly count: number;
  /** Intervals of factors instead of those in `glyphRanges`; low = high holds a factor still. */
  readonly ranges?: Partial<GlyphRanges>;
  /** Standard deviation of the displacement of each point of the pen's path, in ems; 0.026 when left out. */
  readonly jitter?: number;
}

/**
 * Digits 0 … 9 drawn as strokes of a pen, the classes equally often and in random order, with the factors that
 * generated each image. The same key gives the same bytes on every machine, in Node and in browsers.
 *
 * @returns images [count, size, size, 1 or 3], labels of ten classes, and the factors by name, each [count]; the hues
 * only for RGB.
 * @throws ArgumentError when an option is out of range, or ranges would let ink leave the image.
 */
export function glyphs(key: Key, options: GlyphOptions): Dataset {
  const { count, size = 28, color = 'grey', jitter = 0.026 } = options;
  if (!Number.isInteger(count) || count < 1) {
    throw new ArgumentError('glyphs', `expected a count of at least 1, got ${count}`);
  }
  if (!(jitter >= 0 && jitter <= 0.1)) {
    throw new ArgumentError('glyphs', `expected a jitter in [0, 0.1] ems, got ${jitter}`);
  }
  checkSize('glyphs', size);
  const ranges: GlyphRanges = { ...glyphRanges, ...options.ranges };
  checkRanges('glyphs', ranges);

  const channels = color === 'rgb' ? 3 : 1;
  const images = new Uint8Array(count * size * size * channels);
  const names = (Object.keys(glyphRanges) as GlyphFactor[]).filter((name) => channels === 3 || !name.endsWith('Hue'));
  const columns = Object.fromEntries(names.map((name) => [name, new Float32Array(count)]));
  const [orderKey, glyphKey] = split(key, 2);
  const labels = Uint8Array.from(permutation(orderKey, count), (position) => position % 10);

  for (let i = 0; i < count; i++) {
    const digit = labels[i] as number;
    const [factorKey, jitterKey] = split(foldIn(glyphKey, i), 2);
    const factors = drawFactors(factorKey, ranges, skeletons[digit]?.length ?? 1);
    const displacements = drawArray(jitterKey, { kind: 'normal' }, MOST_COORDINATES).map((n) => n * jitter);
    images.set(render(digit, factors, { size, color }, displacements), i * size * size * channels);
    for (const name of names) (columns[name] as Float32Array)[i] = factors[name];
  }
  return imageDataset({
    name: 'glyphs',
    images,
    shape: [count, size, size, channels],
    labels: { values: labels, classes: 10 },
    factors: columns,
  });
}

/** Enough for any skeleton. */
const MOST_COORDINATES = 40;

function drawFactors(key: Key, ranges: GlyphRanges, styles: number): GlyphFactors {
  const entries = Object.entries(ranges);
  const uniform = drawArray(key, { kind: 'uniform' }, entries.length);
  const values = entries.map(([name, [low, high]], i) => {
    const value = low + (uniform[i] as number) * (high - low);
    // Rounded as they are returned, so that a glyph is exactly the one that its factors describe.
    return [name, name === 'style' ? Math.floor(value) % styles : Math.fround(value)];
  });
  return Object.fromEntries(values) as GlyphFactors;
}
