import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gzip, idxBytes, numbers } from '../idx.fixture';
import { downloadMnist, readMnist } from './mnist';
import { readIdxImages } from './read-idx';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jensen-mnist-'));
});
afterEach(() => rm(directory, { recursive: true }));

const images = (count: number): Uint8Array => idxBytes(0x08, [count, 2, 2], numbers(4 * count));
const labels = (count: number): Uint8Array => idxBytes(0x08, [count], numbers(count));

/** The four files, of three training and two test images, but for those in `changes`; undefined leaves one out. */
async function write(changes: Record<string, Uint8Array | undefined> = {}): Promise<void> {
  const files = {
    'train-images-idx3-ubyte.gz': await gzip(images(3)),
    'train-labels.idx1-ubyte': labels(3),
    't10k-images.idx3-ubyte.gz': await gzip(images(2)),
    't10k-labels-idx1-ubyte': labels(2),
    ...changes,
  };
  for (const [name, bytes] of Object.entries(files)) if (bytes) await writeFile(join(directory, name), bytes);
}

const refuses = (message: RegExp | string): Promise<void> =>
  expect(readMnist(directory)).rejects.toThrow(
    expect.objectContaining({ name: 'DataError', message: expect.stringMatching(message) }),
  );

describe('readMnist', () => {
  it('reads the four files under either spelling, compressed or not', async () => {
    await write();
    const { train, test } = await readMnist(directory, { name: 'tiny' });
    expect(train).toEqual({
      name: 'tiny train',
      images: Uint8Array.from(numbers(12)),
      shape: [3, 2, 2, 1],
      labels: { values: Uint8Array.of(0, 1, 2), classes: 10 },
    });
    expect(test.shape).toEqual([2, 2, 2, 1]);
    expect((await readMnist(`${directory}/`)).test.name).toMatch(/^jensen-mnist-\w+ test$/);
  });

  it('says what it looked for and what there is', async () => {
    await refuses(/expected train-images-idx3-ubyte\.gz, train-labels-idx1-ubyte\.gz, .*holds nothing/);
    await write({ 't10k-images.idx3-ubyte.gz': undefined });
    await refuses(
      /expected t10k-images-idx3-ubyte\.gz \(or without .*\)\. The directory holds t10k-labels-idx1-ubyte, train-images-idx3-ubyte\.gz, train-labels\.idx1-ubyte\./,
    );
    for (let i = 0; i < 20; i++) await writeFile(join(directory, `a${10 + i}`), '');
    await refuses(/holds a10, a11, .*, a17 and 15 more\./);
  });

  it('refuses a directory that does not exist or is a file', async () => {
    directory = join(directory, 'absent');
    await refuses(/absent: the directory cannot be read \(ENOENT/);
    await writeFile(directory, '');
    await refuses(/absent: the directory cannot be read \(ENOTDIR/);
    directory = join(directory, '..');
  });

  it('names the file that is damaged', async () => {
    await write({ 't10k-labels-idx1-ubyte': labels(2).subarray(0, 9) });
    await refuses(/t10k-labels-idx1-ubyte: the file is truncated/);
    await write({ 't10k-labels-idx1-ubyte': labels(3) });
    await refuses(/ test: 3 labels for 2 images/);
    await write({ 'train-images-idx3-ubyte.gz': images(3) });
    await refuses(/train-images-idx3-ubyte\.gz: expected gzip data/);
    await write({ 'train-images-idx3-ubyte.gz': labels(3).subarray(0, 0) });
    await refuses(/train-images-idx3-ubyte\.gz: the file is empty/);
    await write({ 'train-labels.idx1-ubyte': idxBytes(0x08, [3], [0, 1, 10]) });
    await refuses(/labels in 0 … 9, got 10 at position 2/);
    await mkdir(join(directory, 'train-labels-idx1-ubyte'));
    await refuses(/train-labels-idx1-ubyte: the file cannot be read \(EISDIR/);
  });
});

describe('readIdxImages', () => {
  it('reads images with and without labels', async () => {
    await write();
    const path = join(directory, 'train-images-idx3-ubyte.gz');
    expect((await readIdxImages(path)).labels).toBeUndefined();
    const labelled = await readIdxImages(path, join(directory, 'train-labels.idx1-ubyte'));
    expect(labelled).toMatchObject({ name: 'train-images-idx3-ubyte.gz', labels: { classes: 3 } });
  });

  it('refuses a file larger than maxBytes without reading it', async () => {
    const path = join(directory, 'large');
    await writeFile(path, images(100));
    await expect(readIdxImages(path, undefined, { maxBytes: 100 })).rejects.toThrow(
      'the file takes 416 bytes, more than the 100 allowed',
    );
  });
});

// The original files, where they lie next to the repository.
const original = resolve(import.meta.dirname, '../../../../../shared/data/mnist');

describe.skipIf(!existsSync(original))('MNIST itself (skipped unless ../shared/data/mnist is there)', () => {
  it('has its known sizes, class counts and mean', async () => {
    const { train, test } = await readMnist(original);
    expect([train.shape, test.shape]).toEqual([
      [60000, 28, 28, 1],
      [10000, 28, 28, 1],
    ]);
    const counts = new Array<number>(10).fill(0);
    for (const label of test.labels?.values ?? []) counts[label] = (counts[label] as number) + 1;
    expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect([...(train.labels?.values.subarray(0, 10) ?? [])]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    let sum = 0;
    for (const pixel of train.images) sum += pixel;
    expect(sum / train.images.length / 255).toBeCloseTo(0.1307, 4); // the mean that everyone normalises by
  });

  it('has the pinned checksums', async () => {
    const serve = (async (url: string) => new Response(await readFile(join(original, basename(url))))) as typeof fetch;
    const cache = join(directory, 'cache');
    const first = await downloadMnist({ cache, fetch: serve, mirrors: ['http://mirror.test/mnist'] });
    expect(first.train.shape).toEqual([60000, 28, 28, 1]);
    const offline: typeof fetch = async () => Promise.reject(new Error('offline'));
    const second = await downloadMnist({ cache, fetch: offline });
    expect(Buffer.compare(second.test.images, first.test.images)).toBe(0);
    expect((await readMnist(cache)).test.shape).toEqual([10000, 28, 28, 1]);
  });
});
