import { ArgumentError, type HostArray, type Key } from '@jensenjs/core';
import { type BatchOptions, batchSource, type MemoryBatchSource } from './batch-source';
import { type Binarization, binarizeOnce, drawBits, pixelValues } from './binarize';
import { type Dataset, gatherBytes } from './dataset';

export interface ImageBatchOptions extends BatchOptions {
  /** `none` when left out. */
  readonly binarize?: Binarization;
  /** Adds the labels, one-hot, as `condition`, float32 [batch, classes]. */
  readonly condition?: boolean;
  /** Adds the row of each image in the data set as `index`, int32 [batch]. */
  readonly index?: boolean;
}

/**
 * Batches of a data set: `x`, float32 [batch, height, width, channels], in [0, 1], or 0 and 1 when binarised.
 *
 * A batch depends on (key, epoch, index) alone; only shuffling and dynamic binarisation use the key.
 *
 * @throws ArgumentError when a batch is larger than the data set, or labels are asked for and there are none.
 */
export function batches(dataset: Dataset, options: ImageBatchOptions): MemoryBatchSource {
  const [count, ...imageShape] = dataset.shape;
  const { binarize = 'none', condition = false, index = false } = options;
  const [once, threshold] = typeof binarize === 'object' ? [binarize.key, binarize.threshold] : [];
  const { images, labels } = once ? binarizeOnce(once, dataset) : dataset;
  if (condition && !labels) {
    throw new ArgumentError('batches', `${dataset.name} has no labels to give as condition; leave condition out`);
  }
  const values = binarize === 'dynamic' ? undefined : pixelValues(threshold);
  const imageSize = imageShape.reduce((a, b) => a * b, 1);

  const toNumbers = (pixels: Uint8Array, key: Key): Float32Array => {
    const x = new Float32Array(pixels.length);
    if (values) for (let i = 0; i < x.length; i++) x[i] = values[pixels[i] as number] as number;
    else drawBits(key, pixels, x, 1);
    return x;
  };
  const oneHot = (rows: Uint32Array, classes: number, of: ArrayLike<number>): HostArray => {
    const data = new Float32Array(rows.length * classes);
    for (let i = 0; i < rows.length; i++) data[i * classes + (of[rows[i] as number] as number)] = 1;
    return { shape: [rows.length, classes], dtype: 'float32', data };
  };

  return batchSource(
    'batches',
    count,
    options,
    {
      x: { shape: imageShape, dtype: 'float32' },
      ...(condition && labels && { condition: { shape: [labels.classes], dtype: 'float32' } }),
      ...(index && { index: { shape: [], dtype: 'int32' } }),
    },
    (rows, key) => ({
      x: {
        shape: [rows.length, ...imageShape],
        dtype: 'float32',
        data: toNumbers(gatherBytes(images, imageSize, rows), key),
      },
      ...(condition && labels && { condition: oneHot(rows, labels.classes, labels.values) }),
      ...(index && { index: { shape: [rows.length], dtype: 'int32', data: Int32Array.from(rows) } }),
    }),
  );
}
