import { key } from '@jensenjs/core';
import { describe, expect, it } from 'vitest';
import { type Dataset, imageDataset, selectRows, splitDataset, take } from './dataset';

/** Row i holds the byte i four times, the label i % 3, the factor i / 2. */
const rows = (count: number): Dataset =>
  imageDataset({
    name: 'rows',
    images: Uint8Array.from({ length: count * 4 }, (_, i) => Math.floor(i / 4)),
    shape: [count, 2, 1, 2],
    labels: { values: Int32Array.from({ length: count }, (_, i) => i % 3), classes: 3 },
    factors: { half: Float32Array.from({ length: count }, (_, i) => i / 2) },
  });

/** Which rows these are, after a check that pixels, labels and factors still belong together. */
function identities(data: Dataset): number[] {
  expect(data.images.length).toBe(data.shape[0] * 4);
  return Array.from({ length: data.shape[0] }, (_, i) => {
    const row = data.images[4 * i] as number;
    expect([...data.images.subarray(4 * i, 4 * i + 4)]).toEqual([row, row, row, row]);
    expect(data.labels?.values[i]).toBe(row % 3);
    expect(data.factors?.['half']?.[i]).toBe(row / 2);
    return row;
  });
}

describe('imageDataset', () => {
  it.each<[string, Partial<Dataset>, string]>([
    ['a size of zero', { shape: [10, 0, 1, 2] }, 'shape [count, height, width, channels]'],
    ['a fraction', { shape: [2.5, 2, 4, 2] }, 'got [2.5, 2, 4, 2]'],
    ['too few bytes', { images: new Uint8Array(39) }, 'take 40 bytes, got 39'],
    ['too few labels', { labels: { values: new Uint8Array(9), classes: 3 } }, '9 labels for 10 images'],
    ['a label too large', { labels: { values: new Uint8Array(10).fill(3), classes: 3 } }, 'got 3 at position 0'],
    ['a short factor', { factors: { x: new Float32Array(3) } }, 'factor x has 3 values for 10 images'],
  ])('refuses %s', (_, change, message) => {
    expect(() => imageDataset({ ...rows(10), ...change })).toThrow(message);
  });
});

describe('take', () => {
  it('takes the first rows, sharing memory', () => {
    const data = rows(10);
    const part = take(data, 4);
    expect(identities(part)).toEqual([0, 1, 2, 3]);
    expect(part.images.buffer).toBe(data.images.buffer);
  });

  it.each([0, -1, 11, 1.5, NaN])('refuses %d of 10', (n) => {
    expect(() => take(rows(10), n)).toThrow('take: expected an integer in 1 … 10');
  });
});

describe('selectRows', () => {
  it('copies rows in the order given', () => {
    expect(identities(selectRows(rows(10), [7, 0, 7]))).toEqual([7, 0, 7]);
  });

  it('refuses rows that do not exist', () => {
    expect(() => selectRows(rows(10), [0, 10])).toThrow('rows in 0 … 9 of rows, got 10 at position 1');
    expect(() => selectRows(rows(10), [])).toThrow('at least one row');
  });
});

describe('splitDataset', () => {
  it.each([
    [0.3, 30],
    [0.256, 26],
    [1, 1],
    [99, 99],
  ])('sets %d of 100 images aside, leaving none out and none twice', (validation, n) => {
    const parts = splitDataset(key(3), rows(100), { validation });
    const [train, held] = [identities(parts.train), identities(parts.validation)];
    expect(held).toHaveLength(n);
    expect([...train, ...held].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('depends on the key alone', () => {
    const held = (seed: number): number[] =>
      identities(splitDataset(key(seed), rows(100), { validation: 20 }).validation);
    expect(held(1)).toEqual(held(1));
    expect(held(1)).not.toEqual(held(2));
  });

  it.each([0, 1e-9, 0.999, 100, 2.5, -3, NaN])('refuses %d of 100 images', (validation) => {
    expect(() => splitDataset(key(1), rows(100), { validation })).toThrow('splitDataset: expected validation');
  });
});
