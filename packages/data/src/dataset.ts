import { ArgumentError, DataError, type Key, permutation } from '@jensenjs/core';

/** The class of each image, an integer in [0, classes). */
export interface Labels {
  /** [count]. */
  readonly values: Uint8Array | Int32Array;
  readonly classes: number;
}

/** Images in memory, as bytes. Read-only by convention: parts of a data set share its memory. */
export interface Dataset {
  readonly name: string;
  /** [count, height, width, channels], row-major; 0 is black, 255 is white. */
  readonly images: Uint8Array;
  readonly shape: readonly [count: number, height: number, width: number, channels: number];
  readonly labels?: Labels;
  /** What generated each image, by name, where that is known; each [count]. */
  readonly factors?: Readonly<Record<string, Float32Array>>;
}

/**
 * Checks that the parts of a data set fit together.
 *
 * @throws DataError when a dimension is not a positive integer, a length does not match `shape`, or a label is not
 * below `classes`.
 */
export function imageDataset(dataset: Dataset): Dataset {
  const { name, images, shape, labels, factors = {} } = dataset;
  const [count] = shape;
  if (shape.length !== 4 || !shape.every((n) => Number.isSafeInteger(n) && n > 0)) {
    throw new DataError(
      name,
      `expected a shape [count, height, width, channels] of positive integers, got [${shape.join(', ')}]`,
    );
  }
  const size = shape.reduce((a, b) => a * b, 1);
  if (images.length !== size) {
    throw new DataError(name, `images of shape [${shape.join(', ')}] take ${size} bytes, got ${images.length}`);
  }
  if (labels) checkLabels(name, labels, count);
  for (const [factor, values] of Object.entries(factors)) {
    if (values.length !== count) {
      throw new DataError(name, `the factor ${factor} has ${values.length} values for ${count} images`);
    }
  }
  return dataset;
}

function checkLabels(name: string, { values, classes }: Labels, count: number): void {
  if (values.length !== count) {
    throw new DataError(name, `${values.length} labels for ${count} images; give the two files that belong together`);
  }
  const bad = values.findIndex((label) => label < 0 || label >= classes);
  if (bad >= 0) {
    throw new DataError(name, `expected labels in 0 … ${classes - 1}, got ${values[bad]} at position ${bad}`);
  }
}

/** The first `n` images. Shares memory with `dataset`. @throws ArgumentError when there are fewer. */
export function take(dataset: Dataset, n: number): Dataset {
  const [count, height, width, channels] = dataset.shape;
  if (!Number.isInteger(n) || n < 1 || n > count) {
    throw new ArgumentError('take', `expected an integer in 1 … ${count}, the images of ${dataset.name}; got ${n}`);
  }
  return {
    ...dataset,
    images: dataset.images.subarray(0, n * height * width * channels),
    shape: [n, height, width, channels],
    ...(dataset.labels && { labels: { ...dataset.labels, values: dataset.labels.values.subarray(0, n) } }),
    ...(dataset.factors && { factors: mapFactors(dataset.factors, (values) => values.subarray(0, n)) }),
  };
}

/** The images at `rows`, in that order; a copy. @throws ArgumentError when there are none, or one does not exist. */
export function selectRows(dataset: Dataset, rows: ArrayLike<number>): Dataset {
  const [count, height, width, channels] = dataset.shape;
  const n = rows.length;
  if (n === 0) throw new ArgumentError('selectRows', `expected at least one row of ${dataset.name}, got none`);
  for (let i = 0; i < n; i++) {
    const row = rows[i] as number;
    if (!Number.isInteger(row) || row < 0 || row >= count) {
      throw new ArgumentError(
        'selectRows',
        `expected rows in 0 … ${count - 1} of ${dataset.name}, got ${row} at position ${i}`,
      );
    }
  }
  const size = height * width * channels;
  const { labels, factors } = dataset;
  const pick = <T extends Uint8Array | Int32Array | Float32Array>(from: T, into: T): T => {
    for (let i = 0; i < n; i++) into[i] = from[rows[i] as number] as number;
    return into;
  };
  return {
    name: dataset.name,
    images: gatherBytes(dataset.images, size, rows),
    shape: [n, height, width, channels],
    ...(labels && {
      labels: {
        classes: labels.classes,
        values: pick(labels.values, labels.values instanceof Uint8Array ? new Uint8Array(n) : new Int32Array(n)),
      },
    }),
    ...(factors && { factors: mapFactors(factors, (values) => pick(values, new Float32Array(n))) }),
  };
}

/** Rows of `size` bytes each, copied one after another. */
export function gatherBytes(bytes: Uint8Array, size: number, rows: ArrayLike<number>): Uint8Array {
  const out = new Uint8Array(rows.length * size);
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] as number) * size;
    out.set(bytes.subarray(start, start + size), i * size);
  }
  return out;
}

/**
 * Two parts without common images, chosen at random.
 *
 * @param options.validation how much to set aside: a number of images, or a fraction below 1.
 * @throws ArgumentError when either part would be empty.
 */
export function splitDataset(
  key: Key,
  dataset: Dataset,
  { validation }: { readonly validation: number },
): { train: Dataset; validation: Dataset } {
  const [count] = dataset.shape;
  const n = validation < 1 ? Math.round(validation * count) : validation;
  if (!Number.isInteger(n) || n < 1 || n >= count) {
    throw new ArgumentError(
      'splitDataset',
      `expected validation to be a fraction in (0, 1) or a number of images in 1 … ${count - 1} that leaves both parts ` +
        `of ${dataset.name} (${count} images) non-empty; got ${validation}`,
    );
  }
  const order = permutation(key, count);
  const named = (part: Dataset, suffix: string): Dataset => ({ ...part, name: `${dataset.name} ${suffix}` });
  return {
    train: named(selectRows(dataset, order.subarray(n)), 'train'),
    validation: named(selectRows(dataset, order.subarray(0, n)), 'validation'),
  };
}

function mapFactors(
  factors: Readonly<Record<string, Float32Array>>,
  change: (values: Float32Array) => Float32Array,
): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(factors).map(([name, values]) => [name, change(values)]));
}
