import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { png, pngUri } from './png';
import { enlarge, type Images, joined, mount, slice, tile } from './raster';

const three: Images = { count: 3, height: 1, width: 2, pixels: Float32Array.of(0, 1, 0.2, 0.4, 2, -1) };

test('tiles leave transparent gaps and an empty place', () => {
  const { width, height, data } = tile(three, { columns: 2, gap: 1 });
  expect([width, height]).toEqual([5, 3]);
  const grey = Array.from({ length: 15 }, (_, i) => (data[2 * i + 1] ? data[2 * i] : undefined));
  const none = undefined;
  // biome-ignore format: as the picture
  expect(grey).toEqual([
    0, 255, none, 51, 102,
    none, none, none, none, none,
    255, 0, none, none, none,
  ]);
});

test('enlarging repeats pixels, mounting fills what is transparent', () => {
  const large = enlarge(tile(slice(three, 0, 1), { columns: 1 }), 2);
  expect([large.width, large.height]).toEqual([4, 2]);
  expect([...large.data].filter((_, i) => i % 2 === 0)).toEqual([0, 0, 255, 255, 0, 0, 255, 255]);
  const page = mount(tile(three, { columns: 3, gap: 1 }), { margin: 1, grey: 9 });
  expect([page.width, page.height]).toEqual([10, 3]);
  expect([...page.data].filter((_, i) => i % 2 === 0).slice(10, 20)).toEqual([9, 0, 255, 9, 51, 102, 9, 255, 0, 9]);
});

test('joining appends', () => {
  const both = joined([slice(three, 2, 3), slice(three, 0, 1)]);
  expect([both.count, both.height, both.width]).toEqual([2, 1, 2]);
  expect([...both.pixels]).toEqual([2, -1, 0, 1]);
});

test('a PNG decodes to the raster', () => {
  const raster = tile(three, { columns: 2, gap: 1 });
  const decoded = decode(png(raster));
  expect(decoded).toMatchObject({ width: 5, height: 3, channels: 2, depth: 8 });
  expect([...decoded.data]).toEqual([...raster.data]);
  const [head, base64 = ''] = pngUri(raster).split(',');
  expect(head).toBe('data:image/png;base64');
  expect([...decode(Buffer.from(base64, 'base64')).data]).toEqual([...raster.data]);
});
