import { DataError } from '@jensenjs/core';
import { type Dataset, imageDataset, type Labels } from './dataset';
import { readIdxBytes } from './idx-bytes';
import type { IdxExpectation, IdxHeader, IdxType } from './idx-header';

export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The contents of an IDX file: an array of the type and shape that its header tells, row-major. */
export interface IdxArray {
  readonly type: IdxType;
  readonly shape: readonly number[];
  readonly data: IdxData;
}

/**
 * Reads an IDX file (Y. LeCun, C. Cortes, C. Burges, "The MNIST database"), gzip-compressed or not, which its first
 * bytes tell. Nothing is allocated before the header has been checked, and no more is decompressed than it
 * announces. An uncompressed array of bytes shares the memory of `bytes`.
 *
 * @throws DataError when the file is empty, truncated, too long, damaged, larger than `maxBytes`, or not of the
 * expected type or rank.
 */
export async function parseIdx(bytes: Uint8Array, expected: IdxExpectation = {}): Promise<IdxArray> {
  const file = await readIdxBytes(bytes, expected);
  return decodeIdx(file.header, file.bytes);
}

/** The elements of a file whose length has been checked. They are stored with the most significant byte first. */
function decodeIdx({ type, shape, offset, length }: IdxHeader, bytes: Uint8Array): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, length - offset);
  const from = <T extends IdxData>(out: T, read: (at: number) => number): T => {
    for (let i = 0; i < out.length; i++) out[i] = read(i * out.BYTES_PER_ELEMENT);
    return out;
  };
  const n = view.byteLength;
  const decode: Record<IdxType, () => IdxData> = {
    uint8: () => new Uint8Array(bytes.buffer, view.byteOffset, n), // and not the Buffer that Node may have given
    int8: () => new Int8Array(bytes.buffer, view.byteOffset, n),
    int16: () => from(new Int16Array(n / 2), (at) => view.getInt16(at)),
    int32: () => from(new Int32Array(n / 4), (at) => view.getInt32(at)),
    float32: () => from(new Float32Array(n / 4), (at) => view.getFloat32(at)),
    float64: () => from(new Float64Array(n / 8), (at) => view.getFloat64(at)),
  };
  return { type, shape, data: decode[type]() };
}

export interface IdxFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * A data set from an IDX file of images, uint8 [count, height, width], and one of labels, integers [count]; each may
 * be gzip-compressed.
 *
 * @param options.classes number of classes; the largest label plus one when left out.
 * @throws DataError as `parseIdx` does, and when counts differ or a label is not in [0, classes).
 */
export async function idxDataset(options: {
  readonly name: string;
  readonly images: IdxFile;
  readonly labels?: IdxFile;
  readonly classes?: number;
  readonly maxBytes?: number;
}): Promise<Dataset> {
  const { name, classes } = options;
  const limit = options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes };
  const images = await parseIdx(options.images.bytes, { name: options.images.name, type: 'uint8', rank: 3, ...limit });
  const labels = options.labels && {
    name: options.labels.name,
    array: await parseIdx(options.labels.bytes, { name: options.labels.name, rank: 1, ...limit }),
  };
  const [count, height, width] = images.shape as readonly [number, number, number];
  return imageDataset({
    name,
    images: images.data as Uint8Array,
    shape: [count, height, width, 1],
    ...(labels && { labels: toLabels(labels.name, labels.array, classes) }),
  });
}

function toLabels(name: string, { type, data }: IdxArray, classes?: number): Labels {
  if (type === 'float32' || type === 'float64') throw new DataError(name, `expected integer labels, got ${type}`);
  const values = data instanceof Uint8Array ? data : Int32Array.from(data);
  let largest = 0;
  for (const label of values) if (label > largest) largest = label;
  return { values, classes: classes ?? largest + 1 };
}
