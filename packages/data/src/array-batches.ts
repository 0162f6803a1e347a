import { ArgumentError, type HostArray } from '@jensenjs/core';
import { type BatchOptions, batchSource, type MemoryBatchSource } from './batch-source';
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
export function arrayBatches(arrays: ExampleArrays, options: BatchOptions): MemoryBatchSource {
  const { x, ...others } = arrays;
  const count = x.shape[0] ?? 0;
  for (const [name, array] of Object.entries(arrays)) {
    if (array.shape[0] !== count || array.data.length !== count * sizeOf(array)) {
      throw new ArgumentError(
        'arrayBatches',
        `expected ${name} to have the shape [${count}, ...] with as many numbers as that takes; got the shape ` +
          `[${array.shape.join(', ')}] and ${array.data.length} numbers`,
      );
    }
    assertFinite(name, array);
  }
  return batchSource(
    'arrayBatches',
    count,
    options,
    mapValues(arrays, ({ shape, dtype }) => ({ shape: shape.slice(1), dtype })),
    (rows) => ({ ...mapValues(others, (array) => gatherRows(array, rows)), x: gatherRows(x, rows) }),
  );
}

/** Numbers in one example. */
const sizeOf = ({ shape }: HostArray): number => shape.slice(1).reduce((a, b) => a * b, 1);

function gatherRows(array: HostArray, rows: Uint32Array): HostArray {
  const { dtype, shape } = array;
  const size = sizeOf(array);
  const data = new ARRAYS[dtype](rows.length * size);
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] as number) * size;
    data.set(array.data.subarray(start, start + size), i * size);
  }
  return { shape: [rows.length, ...shape.slice(1)], dtype, data };
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
