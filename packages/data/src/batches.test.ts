import { foldIn, type HostBatch, key } from '@jensenjs/core';
import { expectWithinStandardErrors } from '@jensenjs/testing';
import { describe, expect, it } from 'vitest';
import type { MemoryBatchSource } from './batch-source';
import { batches } from './batches';
import { binarizeOnce } from './binarize';
import { type Dataset, imageDataset } from './dataset';

const COUNT = 23;

/** Pixels with all grey levels in every row. */
const data: Dataset = imageDataset({
  name: 'greys',
  images: Uint8Array.from({ length: COUNT * 256 }, (_, i) => (i + 7 * Math.floor(i / 256)) % 256),
  shape: [COUNT, 16, 16, 1],
  labels: { values: Uint8Array.from({ length: COUNT }, (_, i) => i % 5), classes: 5 },
});

const field = (batch: HostBatch, name: string): number[] => [...(batch[name]?.data ?? [])];

function epochOf(source: MemoryBatchSource, seed: number, epoch: number): HostBatch[] {
  return Array.from({ length: source.batchesPerEpoch }, (_, i) => source.batch(key(seed), epoch, i));
}

const rowsOf = (all: HostBatch[]): number[] => all.flatMap((batch) => field(batch, 'index'));
const sorted = (values: number[]): number[] => [...values].sort((a, b) => a - b);
const allRows = Array.from({ length: COUNT }, (_, i) => i);

describe('batches', () => {
  it('holds pixels / 255, one-hot labels and rows', () => {
    const source = batches(data, { size: 4, condition: true, index: true });
    expect(source.spec).toEqual({
      x: { shape: [16, 16, 1], dtype: 'float32' },
      condition: { shape: [5], dtype: 'float32' },
      index: { shape: [], dtype: 'int32' },
    });
    const batch = source.batch(key(1), 0, 2);
    const rows = field(batch, 'index');
    expect(batch['x']?.shape).toEqual([4, 16, 16, 1]);
    expect(batch['condition']?.shape).toEqual([4, 5]);
    expect(batch['index']).toMatchObject({ shape: [4], dtype: 'int32' });
    rows.forEach((row, i) => {
      const pixels = [...data.images.subarray(row * 256, (row + 1) * 256)];
      expect(field(batch, 'x').slice(i * 256, (i + 1) * 256)).toEqual(pixels.map((p) => Math.fround(p / 255)));
      expect(field(batch, 'condition').slice(i * 5, (i + 1) * 5)).toEqual([0, 1, 2, 3, 4].map((c) => +(c === row % 5)));
    });
  });

  it('holds only what was asked for', () => {
    const source = batches(data, { size: 4 });
    expect(Object.keys(source.spec)).toEqual(['x']);
    expect(Object.keys(source.batch(key(1), 0, 0))).toEqual(['x']);
  });

  it('shows each image once an epoch, in an order of its own', () => {
    const source = batches(data, { size: 5, index: true, partial: 'keep' });
    expect(source).toMatchObject({ batchSize: 5, batchesPerEpoch: 5, examplesPerEpoch: 23 });
    const epochs = [0, 1, 2].map((epoch) => epochOf(source, 1, epoch));
    const orders = epochs.map(rowsOf);
    for (const order of orders) expect(sorted(order)).toEqual(allRows);
    expect(new Set([...orders.map(String), String(allRows)]).size).toBe(4);
    expect(epochs[0]?.at(-1)?.['x']?.shape).toEqual([3, 16, 16, 1]);
  });

  it('drops what does not fill a batch when shuffled, and keeps it when not', () => {
    const dropping = batches(data, { size: 5, index: true });
    expect(dropping).toMatchObject({ batchesPerEpoch: 4, examplesPerEpoch: 20 });
    expect(new Set(rowsOf(epochOf(dropping, 1, 0))).size).toBe(20);
    const inOrder = batches(data, { size: 5, index: true, shuffle: false });
    expect(inOrder).toMatchObject({ batchesPerEpoch: 5, examplesPerEpoch: 23 });
    expect(rowsOf(epochOf(inOrder, 1, 7))).toEqual(allRows);
  });

  it.each([{ binarize: 'none' }, { binarize: 'dynamic' }, { binarize: { key: key(9) } }] as const)(
    'is a pure function of key, epoch and number: %o',
    (options) => {
      const make = () => batches(data, { size: 5, index: true, ...options });
      const straight = make();
      const wanted = [...epochOf(straight, 1, 0), ...epochOf(straight, 1, 1)];
      const other = make();
      other.batch(key(2), 1, 3);
      const backwards = [7, 6, 5, 4, 3, 2, 1, 0].map((i) => other.batch(key(1), Math.floor(i / 4), i % 4));
      expect(backwards.reverse()).toEqual(wanted);
      expect(rowsOf(epochOf(straight, 2, 0))).not.toEqual(rowsOf(wanted.slice(0, 4)));
    },
  );

  it('walks through the images in order without a draw from the key', () => {
    const source = batches(data, { size: 23, shuffle: false });
    expect(source.batch(key(1), 0, 0)).toEqual(source.batch(key(2), 5, 0));
  });

  it.each([0, 24, 2.5, NaN])('refuses batches of %d out of 23', (size) => {
    expect(() => batches(data, { size })).toThrow('batches: expected a batch size in 1 … 23');
  });

  it('refuses a number outside the epoch, missing labels and a senseless threshold', () => {
    const { labels: _, ...unlabelled } = data;
    expect(() => batches(data, { size: 5 }).batch(key(1), 0, 4)).toThrow('expected an index in 0 … 3');
    expect(() => batches(data, { size: 5 }).batch(key(1), -1, 0)).toThrow('expected an epoch');
    expect(() => batches(unlabelled, { size: 5, condition: true })).toThrow('greys has no labels');
    expect(() => batches(data, { size: 5, binarize: { threshold: 128 } })).toThrow('threshold in (0, 1], got 128');
  });
});

describe('binarisation', () => {
  const x = (epoch: number, binarize: NonNullable<Parameters<typeof batches>[1]['binarize']>, seed = 1) =>
    field(batches(data, { size: COUNT, shuffle: false, binarize }).batch(key(seed), epoch, 0), 'x');

  it('dynamic: draws ones with probability pixel / 255, independently by epoch', () => {
    const epochs = 400;
    const ones = new Float64Array(256); // by grey level, which each of the 23 rows holds once
    const together = new Float64Array(256);
    let before = x(0, 'dynamic');
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const now = x(epoch, 'dynamic');
      data.images.forEach((pixel, i) => {
        const bit = now[i] as number;
        if (bit !== 0 && bit !== 1) expect.fail(`neither 0 nor 1: ${bit}`);
        ones[pixel] = (ones[pixel] as number) + bit;
        together[pixel] = (together[pixel] as number) + bit * (before[i] as number);
      });
      before = now;
    }
    const draws = epochs * COUNT;
    let chi2 = 0;
    for (let pixel = 0; pixel < 256; pixel++) {
      const p = pixel / 255;
      const error = (probability: number): number => Math.sqrt((probability * (1 - probability)) / draws);
      expect(Math.abs((ones[pixel] as number) / draws - p)).toBeLessThanOrEqual(5 * error(p));
      expect(Math.abs((together[pixel] as number) / draws - p * p)).toBeLessThanOrEqual(8 * error(p * p));
      if (p > 0 && p < 1) chi2 += ((ones[pixel] as number) - draws * p) ** 2 / (draws * p * (1 - p));
    }
    // 254 degrees of freedom: mean 254, standard deviation 22.5.
    expect(Math.abs(chi2 - 254)).toBeLessThan(5 * 22.5);
  });

  it('fixed: draws once, by its own key', () => {
    const own = { key: key(5) };
    const first = x(0, own);
    expect(x(3, own, 2)).toEqual(first);
    expect(x(0, { key: key(6) })).not.toEqual(first);
    expect(first).toEqual([...binarizeOnce(key(5), data).images].map((pixel) => pixel / 255));
  });

  it('threshold: compares pixel / 255', () => {
    expect(x(0, { threshold: 0.5 })).toEqual([...data.images].map((pixel) => +(pixel >= 128)));
    expect(x(0, { threshold: 1 })).toEqual([...data.images].map((pixel) => +(pixel === 255)));
  });
});

describe('binarizeOnce', () => {
  it('gives black and white with the probability of each pixel, over several blocks of draws', () => {
    const count = 2000;
    const grey = imageDataset({
      name: 'grey',
      images: new Uint8Array(count * 1024).fill(51),
      shape: [count, 32, 32, 1],
    });
    const { images, shape } = binarizeOnce(foldIn(key(1), 2), grey);
    expect(shape).toEqual(grey.shape);
    const white = new Float64Array(count); // share of each image
    images.forEach((pixel, i) => {
      if (pixel === 255) white[i >> 10] = (white[i >> 10] as number) + 1 / 1024;
      else if (pixel !== 0) expect.fail(`neither black nor white: ${pixel}`);
    });
    expectWithinStandardErrors(white, 0.2);
    expect(images.subarray(0, 1000)).not.toEqual(images.subarray(2 ** 20, 2 ** 20 + 1000));
  });
});
