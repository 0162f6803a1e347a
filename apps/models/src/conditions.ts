import { ArgumentError, oneHotLabels } from '@jensenjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** The condition [n, classes] of n samples: of the labels, or of all classes in turn. */
export function conditionOf(n: number, classes: number, labels: readonly number[] | undefined): Tensor {
  if (labels && labels.length !== n)
    throw new ArgumentError('sample', `expected one label for each of ${n} samples, got ${labels.length}.`);
  return oneHotLabels(labels ?? Array.from({ length: n }, (_, i) => i % classes), classes);
}

export function refuseLabels(model: string, labels: readonly number[] | undefined): void {
  if (labels)
    throw new ArgumentError('sample', `a ${model} knows no labels. Leave them out, or train conditional-${model}.`);
}
