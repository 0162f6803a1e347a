import { type Batch, oneHotLabels } from '@jensenjs/core';
import type { Dataset } from '@jensenjs/data';
import { tensor4d } from '@tensorflow/tfjs-core';

/** Which images of a data set, in their order. */
export interface Rows {
  readonly from: number;
  readonly count: number;
}

/** Images as a batch: x [count, height, width, channels] in [0, 1], and their labels as condition. Call it inside tf.tidy. */
export function imageBatch(dataset: Dataset, { from, count }: Rows, conditional: boolean): Batch {
  const [, height, width, channels] = dataset.shape;
  const size = height * width * channels;
  const bytes = dataset.images.subarray(from * size, (from + count) * size);
  const x = tensor4d(
    Float32Array.from(bytes, (byte) => byte / 255),
    [count, height, width, channels],
  );
  if (!conditional || !dataset.labels) return { x };
  const { values, classes } = dataset.labels;
  return { x, condition: oneHotLabels(values.subarray(from, from + count), classes) };
}
