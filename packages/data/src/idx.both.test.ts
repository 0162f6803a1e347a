import { afterEach, describe, expect, it, vi } from 'vitest';
import { idxDataset, parseIdx } from './idx';
import { gzip, idxBytes, numbers } from './idx.fixture';

const images = idxBytes(0x08, [3, 2, 2], numbers(12));
const labels = idxBytes(0x08, [3], [2, 0, 1]);

describe('parseIdx', () => {
  it('reads bytes, compressed or not', async () => {
    const expected = { type: 'uint8', shape: [3, 2, 2], data: Uint8Array.from(numbers(12)) };
    expect(await parseIdx(images)).toEqual(expected);
    expect(await parseIdx(await gzip(images))).toEqual(expected);
    expect(await parseIdx(await gzip(images), { name: 'a.gz', type: 'uint8', rank: 3 })).toEqual(expected);
  });

  it.each([
    [0x09, 'int8', [0xff, 0x7f], Int8Array.of(-1, 127)],
    [0x0b, 'int16', [0xff, 0xfe, 0x01, 0x02], Int16Array.of(-2, 258)],
    [0x0c, 'int32', [0xff, 0xff, 0xff, 0xfd, 0x00, 0x01, 0x00, 0x02], Int32Array.of(-3, 65538)],
    [0x0d, 'float32', [0x3f, 0xc0, 0, 0, 0xc0, 0x20, 0, 0], Float32Array.of(1.5, -2.5)],
    [0x0e, 'float64', [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0x04, 0, 0, 0, 0, 0, 0], Float64Array.of(1.5, -2.5)],
  ])('reads type %i as %s, most significant byte first', async (code, type, payload, data) => {
    expect(await parseIdx(idxBytes(code, [2], payload))).toEqual({ type, shape: [2], data });
  });

  it('reads a view into a larger buffer', async () => {
    const larger = new Uint8Array(100);
    larger.set(idxBytes(0x0b, [2], [0, 1, 0, 2]), 7);
    expect((await parseIdx(larger.subarray(7, 19))).data).toEqual(Int16Array.of(1, 2));
  });

  it('reads data larger than one chunk of the decompressor', async () => {
    const data = Uint8Array.from({ length: 150_000 }, (_, i) => (i * i) % 251);
    const file = new Uint8Array(8 + data.length);
    file.set(idxBytes(0x08, [data.length], []));
    file.set(data, 8);
    expect((await parseIdx(await gzip(file))).data).toEqual(data);
  });
});

describe('parseIdx refuses', () => {
  const refuses = async (bytes: Uint8Array, message: RegExp, expected = {}): Promise<void> => {
    await expect(parseIdx(bytes, { name: 'file', ...expected })).rejects.toThrow(
      expect.objectContaining({
        name: 'DataError',
        source: expect.stringContaining('file'),
        message: expect.stringMatching(message),
      }),
    );
  };

  it('an empty file', () => refuses(new Uint8Array(0), /^file: the file is empty/));
  it('a file that ends inside its header', () =>
    refuses(images.subarray(0, 9), /truncated: expected a whole header, got 9 bytes/));
  it('a truncated file', () =>
    refuses(images.subarray(0, 20), /truncated: expected 28 bytes for the shape \[3, 2, 2\], got 20/));
  it('trailing bytes', () =>
    refuses(Uint8Array.of(...images, 0), /expected 28 bytes for the shape \[3, 2, 2\], got more/));
  it('a wrong magic number', () =>
    refuses(new TextEncoder().encode('<html>'), /expected an IDX file.*got 3c 68 74 6d/));
  it('an unknown type', () => refuses(idxBytes(0x0a, [1], [0]), /got 00 00 0a 01/));
  it('no dimensions', () => refuses(idxBytes(0x08, [], []), /got 00 00 08 00/));
  it('a dimension of zero', () =>
    refuses(idxBytes(0x08, [3, 0, 2], []), /at least one element, got the shape \[3, 0, 2\]/));
  it('the wrong rank', () => refuses(labels, /expected 3 dimensions, got 1.*swapped/, { rank: 3 }));
  it('the wrong type', () => refuses(idxBytes(0x0b, [1], [0, 0]), /type uint8, got int16/, { type: 'uint8' }));
  it('dimensions whose product overflows', () =>
    refuses(idxBytes(0x0e, Array(255).fill(2 ** 32 - 1), []), /Infinity bytes, more than the 2147483648 allowed/));
  it('more than maxBytes', () =>
    refuses(images, /28 bytes, more than the 27 allowed; raise maxBytes/, { maxBytes: 27 }));
  it('what is called .gz and is not', () =>
    refuses(images, /expected gzip data, which begin with 1f 8b, got 00 00 08 03/, { name: 'file.gz' }));
});

describe('parseIdx refuses gzip data', () => {
  afterEach(() => vi.unstubAllGlobals());

  const refuses = (bytes: Uint8Array, message: RegExp): Promise<void> =>
    expect(parseIdx(bytes, { name: 'file.gz' })).rejects.toThrow(
      expect.objectContaining({ name: 'DataError', message: expect.stringMatching(message) }),
    );

  it('that are truncated', async () => {
    const compressed = await gzip(images);
    await refuses(compressed.subarray(0, compressed.length - 9), /^file.gz: .*truncated/);
    await refuses(compressed.subarray(0, 12), /^file.gz: .*truncated/);
  });

  it('whose checksum is wrong', async () => {
    const compressed = await gzip(images);
    compressed[compressed.length - 8] = (compressed[compressed.length - 8] as number) ^ 1;
    await refuses(compressed, /^file.gz: the gzip data are truncated or damaged/);
  });

  it('that are noise after the magic bytes', () =>
    refuses(Uint8Array.of(0x1f, 0x8b, ...numbers(40)), /^file.gz: the gzip data are truncated or damaged/));

  it('with fewer bytes than the header tells', async () =>
    refuses(await gzip(images.subarray(0, 20)), /truncated: expected 28 bytes.*got 20/));

  it('whose header announces more than such a file can hold', async () =>
    refuses(
      await gzip(idxBytes(0x08, [2 ** 30], numbers(20))),
      /truncated: expected 1073741832 bytes for the shape \[1073741824\], got \d\d gzip bytes/,
    ));

  it('that go on after what the header tells, without decompressing them', async () => {
    let decompressed = 0;
    const Original = DecompressionStream;
    const counting = function (format: CompressionFormat) {
      const inner = new Original(format);
      const counter = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          decompressed += chunk.length;
          controller.enqueue(chunk);
        },
      });
      return { writable: inner.writable, readable: inner.readable.pipeThrough(counter) };
    };
    vi.stubGlobal('DecompressionStream', counting);
    const bomb = new Uint8Array(2 ** 24);
    bomb.set(images);
    await refuses(await gzip(bomb), /expected 28 bytes for the shape \[3, 2, 2\], got more/);
    expect(decompressed).toBeGreaterThan(0);
    expect(decompressed).toBeLessThan(2 ** 20);
  });
});

describe('idxDataset', () => {
  const file = (bytes: Uint8Array, name = 'labels'): { name: string; bytes: Uint8Array } => ({ name, bytes });

  it('joins images and labels', async () => {
    const data = await idxDataset({ name: 'tiny', images: file(images, 'images'), labels: file(await gzip(labels)) });
    expect(data).toEqual({
      name: 'tiny',
      images: Uint8Array.from(numbers(12)),
      shape: [3, 2, 2, 1],
      labels: { values: Uint8Array.of(2, 0, 1), classes: 3 },
    });
  });

  it('takes labels of other integer types', async () => {
    const int16 = idxBytes(0x0b, [3], [1, 44, 0, 0, 0, 1]);
    const data = await idxDataset({ name: 'tiny', images: file(images), labels: file(int16) });
    expect(data.labels).toEqual({ values: Int32Array.of(300, 0, 1), classes: 301 });
  });

  it('refuses labels that do not fit', async () => {
    const join = (bytes: Uint8Array): Promise<unknown> =>
      idxDataset({ name: 'tiny', images: file(images), labels: file(bytes), classes: 10 });
    await expect(join(idxBytes(0x08, [2], [0, 1]))).rejects.toThrow('tiny: 2 labels for 3 images');
    await expect(join(idxBytes(0x08, [3], [0, 1, 10]))).rejects.toThrow('labels in 0 … 9, got 10 at position 2');
    await expect(join(idxBytes(0x09, [3], [0, 0xff, 1]))).rejects.toThrow('labels in 0 … 9, got -1 at position 1');
    await expect(join(idxBytes(0x0d, [1], [0, 0, 0, 0]))).rejects.toThrow(
      'labels: expected integer labels, got float32',
    );
    await expect(join(images)).rejects.toThrow('labels: expected 1 dimensions, got 3');
  });
});
