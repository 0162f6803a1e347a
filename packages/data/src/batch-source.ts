import {
  ArgumentError,
  type BatchSource,
  type BatchSpec,
  foldIn,
  type HostArray,
  type HostBatch,
  type Key,
  permutation,
  split,
} from '@jensenjs/core';

export interface BatchOptions {
  /** Examples in a batch. */
  readonly size: number;
  /** A new random order in each epoch; true when left out. False walks through the data in their order. */
  readonly shuffle?: boolean;
  /**
   * What becomes of the examples that do not fill a batch. When left out: dropped if shuffled, since others are in
   * the next epoch, and kept as a smaller batch if not, since an evaluation must see all.
   */
  readonly partial?: 'keep' | 'drop';
}

/** The arrays of a batch; the leading dimension of each is the batch. */
export type ExampleBatch = HostBatch & { readonly x: HostArray };

/** Batches of data in memory, which are there at once. */
export interface MemoryBatchSource extends BatchSource {
  readonly batch: (key: Key, epoch: number, index: number) => ExampleBatch;
}

/**
 * Batches by number over `count` examples. `gather` makes the batch of some rows; its key is for that batch of that
 * epoch alone.
 */
export function batchSource(
  where: string,
  count: number,
  { size, shuffle = true, partial = shuffle ? 'drop' : 'keep' }: BatchOptions,
  spec: BatchSpec,
  gather: (rows: Uint32Array, key: Key) => ExampleBatch,
): MemoryBatchSource {
  if (!Number.isInteger(size) || size < 1 || size > count) {
    throw new ArgumentError(
      where,
      `expected a batch size in 1 … ${count}, the number of examples; got ${size}. Take smaller batches or more data`,
    );
  }
  const batchesPerEpoch = partial === 'drop' ? Math.floor(count / size) : Math.ceil(count / size);
  const order = shuffle ? shuffledOrder(count) : inOrder(count);
  return {
    spec,
    batchSize: size,
    batchesPerEpoch,
    examplesPerEpoch: Math.min(count, batchesPerEpoch * size),
    batch: (key, epoch, index) => {
      if (!Number.isInteger(index) || index < 0 || index >= batchesPerEpoch) {
        throw new ArgumentError(
          `${where}.batch`,
          `expected an index in 0 … ${batchesPerEpoch - 1}, the batches of an epoch; got ${index}`,
        );
      }
      if (!Number.isInteger(epoch) || epoch < 0) {
        throw new ArgumentError(`${where}.batch`, `expected an epoch counted from 0, got ${epoch}`);
      }
      const [orderKey, batchKey] = split(key, 2);
      const rows = order(orderKey, epoch).subarray(index * size, (index + 1) * size);
      return gather(rows, foldIn(foldIn(batchKey, epoch), index));
    },
  };
}

type Order = (key: Key, epoch: number) => Uint32Array;

function inOrder(count: number): Order {
  const rows = Uint32Array.from({ length: count }, (_, i) => i);
  return () => rows;
}

/** Remembers the last order, which serves all batches of an epoch. */
function shuffledOrder(count: number): Order {
  let last: { high: number; low: number; rows: Uint32Array } | undefined;
  return (key, epoch) => {
    const epochKey = foldIn(key, epoch);
    const [high, low] = epochKey.words();
    if (last?.high !== high || last.low !== low) last = { high, low, rows: permutation(epochKey, count) };
    return last.rows;
  };
}
