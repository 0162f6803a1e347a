import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { ArgumentError } from './errors';

/**
 * Class labels as indicator rows, float32 [n, classes]: row i is 1 at `labels[i]` and 0 elsewhere. What conditional models
 * take as their condition.
 * @throws ArgumentError when the labels are no array, one is not an integer in [0, classes), or `classes` is not an
 * integer ≥ 1.
 */
export function oneHotLabels(labels: readonly number[] | Int32Array | Uint8Array, classes: number): Tensor {
  if (!Number.isSafeInteger(classes) || classes < 1)
    throw new ArgumentError('oneHotLabels', `expected a number of classes, an integer ≥ 1, got ${classes}.`);
  if (!Array.isArray(labels) && !ArrayBuffer.isView(labels))
    throw new ArgumentError(
      'oneHotLabels',
      `expected an array of labels, got ${typeof labels}. Give one label as [3], and those of a tensor as await t.data().`,
    );
  const rows = new Float32Array(labels.length * classes);
  // not forEach, which would pass over the holes of an array
  for (const [i, label] of labels.entries()) {
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new ArgumentError(
        'oneHotLabels',
        `expected labels that are integers in [0, ${classes}), got ${label} at index ${i}.` +
          ' Count classes from 0, and pass as many classes as the model was built for.',
      );
    rows[i * classes + label] = 1;
  }
  return tensor(rows, [labels.length, classes]);
}
