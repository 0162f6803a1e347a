import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { colourDepth, preview } from './preview';
import type { Images } from './raster';

/** Two 4×4 images: the left half white, and all white. */
const images: Images = {
  count: 2,
  height: 4,
  width: 4,
  pixels: Float32Array.from({ length: 32 }, (_, i) => (i >= 16 || i % 4 < 2 ? 1 : 0)),
};

test('characters: two pixels of the halved image each', () => {
  expect(preview(images, { columns: 80, depth: 'none' })).toEqual(['@   @@']);
});

test('images that do not fit go below', () => {
  expect(preview(images, { columns: 5, depth: 'none' })).toEqual(['@', '', '@@']);
});

test('colours stand for the same picture and end with the line', () => {
  for (const [depth, white] of [
    ['true', '\x1b[38;2;255;255;255;48;2;255;255;255m▀'],
    ['256', '\x1b[38;5;255;48;5;255m▀'],
  ] as const) {
    const [line = ''] = preview(images, { columns: 80, depth });
    expect(line.split(white)).toHaveLength(4);
    expect(line.endsWith('\x1b[0m')).toBe(true);
    expect(stripVTControlCharacters(line)).toBe('▀▀  ▀▀');
  }
});

test('the terminal decides on colours, the environment over it', () => {
  const tty = { isTTY: true };
  expect(colourDepth(tty, {})).toBe('256');
  expect(colourDepth(tty, { COLORTERM: 'truecolor' })).toBe('true');
  expect(colourDepth(tty, { NO_COLOR: '1' })).toBe('none');
  expect(colourDepth(tty, { TERM: 'dumb' })).toBe('none');
  expect(colourDepth({}, {})).toBe('none');
  expect(colourDepth({}, { FORCE_COLOR: '1' })).toBe('256');
  expect(colourDepth({}, { FORCE_COLOR: '3' })).toBe('true');
  expect(colourDepth(tty, { FORCE_COLOR: '0' })).toBe('none');
});
