import { ArgumentError, formatShape, type Key, type ModelContext } from '@jensenjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** What a conditional model, or one with a posterior per datapoint, needs besides x or z. */
export interface Given {
  /** [batch, ...]. */
  readonly condition?: Tensor;
  /** int32 [batch]. */
  readonly index?: Tensor;
}

/** The context of a call in evaluation mode. */
export function evaluation(key: Key, given: Given): ModelContext {
  return { ...given, key, training: false };
}

/** @throws ArgumentError unless the condition, where there is one, has a single row. */
export function expectOneRow(where: string, { condition }: Given): void {
  if (condition && condition.shape[0] !== 1)
    throw new ArgumentError(
      where,
      `expected a condition of one row, for all images, got shape ${formatShape(condition.shape)}.`,
    );
}
