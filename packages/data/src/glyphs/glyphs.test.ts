import { key } from '@jensenjs/core';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../dataset';
import { drawGlyph } from './draw';
import { type GlyphFactor, glyphRanges } from './factors';
import { type GlyphOptions, glyphs } from './glyphs';

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Amount, centroid and second moments of the ink of a grey image, in pixels. */
function moments(image: ArrayLike<number>, size: number) {
  let [mass, x, y] = [0, 0, 0];
  for (let i = 0; i < size * size; i++) {
    const ink = (image[i] as number) / 255;
    mass += ink;
    x += ink * ((i % size) + 0.5);
    y += ink * (Math.floor(i / size) + 0.5);
  }
  x /= mass;
  y /= mass;
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < size * size; i++) {
    const ink = (image[i] as number) / 255 / mass;
    const [dx, dy] = [(i % size) + 0.5 - x, Math.floor(i / size) + 0.5 - y];
    xx += ink * dx * dx;
    xy += ink * dx * dy;
    yy += ink * dy * dy;
  }
  return { mass, x, y, xx, xy, yy };
}

/** First and last row and column that hold ink. */
function box(image: Uint8Array, size: number) {
  let [left, right, top, bottom] = [size, -1, size, -1];
  image.forEach((value, i) => {
    if (value === 0) return;
    left = Math.min(left, i % size);
    right = Math.max(right, i % size);
    top = Math.min(top, Math.floor(i / size));
    bottom = Math.max(bottom, Math.floor(i / size));
  });
  return { left, right, top, bottom };
}

const imagesOf = ({ images, shape: [count, h, w, c] }: Dataset): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => images.subarray(i * h * w * c, (i + 1) * h * w * c));

describe('glyphs', () => {
  it('has each class equally often, in random order', () => {
    const labels = [...(glyphs(key(1), { count: 1000, size: 8 }).labels?.values ?? [])];
    for (const digit of digits) expect(labels.filter((label) => label === digit)).toHaveLength(100);
    // The number of neighbours that are alike, of 999 with probability about 1/10 each.
    const alike = labels.filter((label, i) => i > 0 && label === labels[i - 1]).length;
    expect(Math.abs(alike - 99)).toBeLessThan(5 * Math.sqrt(999 * 0.09));
    const few = [...(glyphs(key(1), { count: 23, size: 8 }).labels?.values ?? [])];
    for (const digit of digits) expect([2, 3]).toContain(few.filter((label) => label === digit).length);
  });

  it('depends on the key alone', () => {
    const make = (seed: number): Dataset => glyphs(key(seed), { count: 20 });
    expect(make(1)).toEqual(make(1));
    expect(make(1).images).not.toEqual(make(2).images);
  });

  it('returns factors that fill their ranges uniformly and do not depend on each other', () => {
    const count = 2000;
    const { factors = {} } = glyphs(key(3), { count, size: 8, color: 'rgb' });
    expect(Object.keys(factors).sort()).toEqual(Object.keys(glyphRanges).sort());
    const standard = Object.entries(factors)
      .filter(([name]) => name !== 'style')
      .map(([name, values]) => {
        const [low, high] = glyphRanges[name as GlyphFactor];
        const unit = [...values].map((value) => (value - low) / (high - low));
        expect(Math.min(...unit)).toBeGreaterThan(-1e-6);
        expect(Math.max(...unit)).toBeLessThan(1 + 1e-6);
        return unit.map((u) => (u - 0.5) * Math.sqrt(12));
      });
    const correlation = (a: number[], b: number[]): number =>
      a.reduce((sum, u, i) => sum + u * (b[i] as number), 0) / count;
    standard.forEach((a, i) => {
      expect(Math.abs(a.reduce((x, y) => x + y) / count)).toBeLessThan(5 / Math.sqrt(count));
      expect(Math.abs(correlation(a, a) - 1)).toBeLessThan(5 * Math.sqrt(0.8 / count)); // var(12 (u − ½)²) = 0.8
      for (const b of standard.slice(0, i)) expect(Math.abs(correlation(a, b))).toBeLessThan(5 / Math.sqrt(count));
    });
  });

  it('leaves the hues out of grey sets', () => {
    const { factors = {}, shape } = glyphs(key(3), { count: 3 });
    expect(Object.keys(factors)).not.toContain('inkHue');
    expect(shape).toEqual([3, 28, 28, 1]);
  });

  it.each([8, 14, 28, 64])('shows every digit whole at %d pixels', (size) => {
    for (const image of imagesOf(glyphs(key(4), { count: 200, size }))) {
      const { left, right, top, bottom } = box(image, size);
      // The path spans at least 0.58 of the image. Not even its soft edge touches the border.
      expect(Math.max(right - left, bottom - top) + 1).toBeGreaterThan(0.58 * size);
      if (size >= 28) expect(Math.min(left, top, size - 1 - right, size - 1 - bottom)).toBeGreaterThanOrEqual(1);
      expect(Math.max(...image)).toBeGreaterThan(size >= 14 ? 200 : 100);
    }
  });

  it('shows the same digits at any resolution', () => {
    const [small, large] = [28, 56].map((size) => imagesOf(glyphs(key(5), { count: 50, size }))) as [
      Uint8Array[],
      Uint8Array[],
    ];
    small.forEach((image, i) => {
      const [a, b] = [moments(image, 28), moments(large[i] as Uint8Array, 56)];
      expect(Math.abs(2 * a.x - b.x)).toBeLessThan(0.2);
      expect(Math.abs(2 * a.y - b.y)).toBeLessThan(0.2);
      expect(Math.abs((4 * a.mass) / b.mass - 1)).toBeLessThan(0.05);
    });
  });

  it('looks like MNIST in the amount of ink', () => {
    const { images } = glyphs(key(6), { count: 500 });
    const mean = images.reduce((a, b) => a + b, 0) / images.length;
    expect(mean).toBeGreaterThan(28); // 33.3 in MNIST
    expect(mean).toBeLessThan(40);
  });

  it('is learnable and not trivial: the nearest class mean and the nearest neighbour', () => {
    const train = glyphs(key(7), { count: 1000, size: 14 });
    const test = glyphs(key(8), { count: 300, size: 14 });
    const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
      let sum = 0;
      for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
      return sum;
    };
    const accuracy = (prototypes: ArrayLike<number>[], classes: ArrayLike<number>): number => {
      const right = imagesOf(test).filter((image, i) => {
        const distances = prototypes.map((prototype) => distance(image, prototype));
        return classes[distances.indexOf(Math.min(...distances))] === test.labels?.values[i];
      });
      return right.length / 300;
    };
    const trainLabels = train.labels?.values ?? [];
    const images = imagesOf(train);
    const means = digits.map((digit) => {
      const mean = new Float64Array(196);
      images.forEach((image, i) => {
        if (trainLabels[i] === digit) image.forEach((value, j) => (mean[j] = (mean[j] as number) + value / 100));
      });
      return mean;
    });
    const byMean = accuracy(means, digits);
    expect(byMean).toBeGreaterThan(0.6);
    expect(byMean).toBeLessThan(0.97);
    const byNeighbour = accuracy(images, trainLabels);
    expect(byNeighbour).toBeGreaterThan(Math.max(0.85, byMean));
  });

  it('paints light ink over a dark ground in the hues told', () => {
    const red = { inkHue: 0, backgroundHue: 2 / 3 };
    const image = drawGlyph(1, { style: 0, slant: 0, thickness: 0.12, ...red }, { color: 'rgb' });
    expect([...image.subarray(0, 3)]).toEqual([27, 27, 89]); // HSV (240°, 0.7, 0.35)
    const middle = (14 * 28 + 14) * 3;
    expect([...image.subarray(middle, middle + 3)]).toEqual([255, 102, 102]); // HSV (0°, 0.6, 1)
    const { images } = glyphs(key(9), { count: 200, color: 'rgb' });
    const luminance = (at: number): number =>
      0.2126 * (images[at] as number) + 0.7152 * (images[at + 1] as number) + 0.0722 * (images[at + 2] as number);
    for (let i = 0; i < 200; i++) {
      const pixels = Array.from({ length: 784 }, (_, j) => luminance((i * 784 + j) * 3));
      expect(Math.max(...pixels) - (pixels[0] as number)).toBeGreaterThan(30);
    }
  });

  it.each<[Partial<GlyphOptions>, string]>([
    [{ count: 0 }, 'count of at least 1, got 0'],
    [{ size: 7 }, 'size in 8 … 1024 pixels, got 7'],
    [{ jitter: -1 }, 'jitter in [0, 0.1] ems'],
    [{ ranges: { slant: [0.2, 0.1] } }, 'expected slant to range from a low to a high number, got [0.2, 0.1]'],
    [{ ranges: { x: [NaN, 0] } }, 'expected x to range'],
    [{ ranges: { scale: [0, 0.5] } }, 'scale to be positive'],
    [{ ranges: { style: [-1, 3] } }, 'style of 0 or more'],
    [{ ranges: { y: [-0.2, 0] } }, 'no ink leaves the image'],
  ])('refuses %o', (options, message) => {
    expect(() => glyphs(key(1), { count: 1, ...options })).toThrow(message);
  });
});

describe('the factors of drawGlyph', () => {
  const SIZE = 56;
  const draw = (digit: number, factors = {}) =>
    moments(drawGlyph(digit, { slant: 0, ...factors }, { size: SIZE }), SIZE);

  it.each(digits)('move, lean, turn, thicken and stretch a %d', (digit) => {
    const plain = draw(digit);
    const moved = draw(digit, { x: 0.05, y: -0.04 });
    expect(moved.x - plain.x).toBeCloseTo(0.05 * SIZE, 1);
    expect(moved.y - plain.y).toBeCloseTo(-0.04 * SIZE, 1);
    expect(moved.mass / plain.mass).toBeCloseTo(1, 1);

    // Ink leaning to the right: high (small y) goes with right (large x).
    expect(draw(digit, { slant: 0.3 }).xy).toBeLessThan(plain.xy - 5);
    const left = draw(digit, { rotation: -0.2 });
    const right = draw(digit, { rotation: 0.2 });
    expect(right.xy).toBeLessThan(left.xy);

    expect(draw(digit, { thickness: 0.12 }).mass).toBeGreaterThan(1.3 * draw(digit, { thickness: 0.08 }).mass);
    const [small, large] = [0.5, 0.6].map((scale) => box(drawGlyph(digit, { scale }, { size: SIZE }), SIZE));
    expect((large?.bottom ?? 0) - (large?.top ?? 0)).toBeGreaterThan((small?.bottom ?? 0) - (small?.top ?? 0));
    if (digit !== 1) expect(draw(digit, { aspect: 1.1 }).xx).toBeGreaterThan(1.2 * draw(digit, { aspect: 0.8 }).xx);
  });

  it('turns a straight stroke by the angle told', () => {
    const { xx, xy, yy } = moments(drawGlyph(1, { slant: 0, rotation: 0.2 }, { size: 200 }), 200);
    const upright = moments(drawGlyph(1, { slant: 0 }, { size: 200 }), 200);
    const axis = (m: { xx: number; xy: number; yy: number }): number => Math.atan2(2 * m.xy, m.yy - m.xx) / 2;
    expect(axis(upright) - axis({ xx, xy, yy })).toBeCloseTo(2 * Math.atan(0.1), 2);
  });

  it('describe the images of a set drawn without jitter', () => {
    const set = glyphs(key(10), { count: 40, size: 200, jitter: 0 });
    imagesOf(set).forEach((image, i) => {
      const factors = Object.fromEntries(Object.entries(set.factors ?? {}).map(([name, values]) => [name, values[i]]));
      const drawn = drawGlyph(set.labels?.values[i] as number, factors, { size: 200 });
      expect(drawn.findIndex((value, at) => value !== image[at])).toBe(-1);
    });
  });

  it('covers as much area as the pen sweeps', () => {
    // A straight 1: a rectangle of length 0.6 and width 0.1 with half a disc at either end.
    const { mass } = moments(drawGlyph(1, { style: 0, slant: 0, scale: 0.6, thickness: 0.1 }, { size: 100 }), 100);
    expect(mass).toBeGreaterThan(0.99 * (600 + Math.PI * 25));
    expect(mass).toBeLessThan(1.01 * (600 + Math.PI * 25));
  });

  it('refuses what is no digit or would leave the image', () => {
    expect(() => drawGlyph(10)).toThrow('digit in 0 … 9, got 10');
    expect(() => drawGlyph(1, { x: 0.3 })).toThrow('no ink leaves the image');
    expect(() => drawGlyph(1, {}, { size: 28.5 })).toThrow('size in 8 … 1024');
  });
});
