import { DataError, type HostArray } from '@jensenjs/core';

/**
 * Refuses NaN and infinities, so that they are found before training and not as a loss that is NaN.
 *
 * @param name what the message calls the array.
 * @throws DataError that names the first bad position as an index into `array.shape`.
 */
export function assertFinite(name: string, { data, shape, dtype }: Pick<HostArray, 'data' | 'shape' | 'dtype'>): void {
  if (dtype !== 'float32') return;
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      throw new DataError(
        name,
        `expected finite numbers, got ${data[i]} at [${position(i, shape).join(', ')}] of shape [${shape.join(', ')}]; ` +
          'remove or replace such rows',
      );
    }
  }
}

function position(flat: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (const n of [...shape].reverse()) {
    index.unshift(flat % n);
    flat = Math.floor(flat / n);
  }
  return index;
}
