import { ArgumentError, type BatchSource, type HostArray, type HostBatch } from '@jensenjs/core';
import { type BatchOptions, batchSource } from './batch-source';
import { assertFinite } from './finite';

/** Arrays with one leading dimension in common: the examples. `x` holds what is modelled. */
export type ExampleArrays = Readonly<Record<string, HostArray>> & { readonly x: HostArray };

/**
 * Batches of the user's own arrays, each [count, ...]. Values need not lie in [0, 1] but must be finite. The arrays
 * are borrowed, not copied.
 *
 * @throws ArgumentError when shapes do not fit together, or a batch is larger than the data.
 * @throws DataError when a number is NaN or infinite; it names the position.
 */
export function arrayBatches(arrays: ExampleArrays, options: BatchOptions): BatchSource {
  const count = arrays.x.shape[0] ?? 0;
  const fields = Object.entries(arrays).map(([name, array]) => {
    const size = array.shape.reduce((a, b) => a * b, 1);
    if (array.shape[0] !== count || size !== array.data.length) {
      throw new ArgumentError(
        'arrayBatches',
        `expected ${name} to have the shape [${count}, ...] with as many numbers as that takes; got the shape ` +
          `[${array.shape.join(', ')}] and ${array.data.length} numbers`,
      );
    }
    assertFinite(name, array);
    return { name, array, shape: array.shape.slice(1), size: size / count };
  });
  return batchSource(
    'arrayBatches',
    count,
    options,
    Object.fromEntries(fields.map(({ name, array, shape }) => [name, { shape, dtype: array.dtype }])),
    (rows): HostBatch =>
      Object.fromEntries(
        fields.map(({ name, array, shape, size }) => [
          name,
          { shape: [rows.length, ...shape], dtype: array.dtype, data: gatherRows(array, size, rows) },
        ]),
      ),
  );
}

function gatherRows({ dtype, data }: HostArray, size: number, rows: Uint32Array): HostArray['data'] {
  const out = new ARRAYS[dtype](rows.length * size);
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] as number) * size;
    out.set(data.subarray(start, start + size), i * size);
  }
  return out;
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };
