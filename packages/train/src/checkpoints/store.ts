import { DataError } from '@jensenjs/core';
import { checkInteger } from '../check';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint';

/** Where checkpoints are kept. Those of the series are rotated; one saved under a name of its own stays. */
export interface CheckpointStore {
  /** What the newest of the series is called, for people to read: the same in every store of these options. */
  readonly newest: string;
  /** Adds to the series, or replaces the one of this name. */
  readonly save: (checkpoint: Checkpoint, name?: string) => Promise<void>;
  /** The newest of the series; undefined when there is none. @throws DataError when it is damaged. */
  readonly latest: () => Promise<Checkpoint | undefined>;
  /** A checkpoint by the name that `list` gave or `save` was given. @throws DataError when there is none, or a damaged one. */
  readonly load: (name: string) => Promise<Checkpoint>;
  /** Names: the series, newest first, then the others. */
  readonly list: () => Promise<readonly string[]>;
}

/** Keeps the last `keep` checkpoints (3 when left out) in memory. @throws ArgumentError unless `keep` is a positive integer. */
export function memoryStore({ keep = 3 }: { keep?: number } = {}): CheckpointStore {
  checkInteger('memoryStore', 'keep', keep);
  const series: Uint8Array[] = [];
  const named = new Map<string, Uint8Array>();
  const find = (name: string): Uint8Array | undefined => named.get(name) ?? series[seriesIndex(name)];
  return {
    newest: 'latest',
    save: async (checkpoint, name) => {
      // Encoded, so that later changes of the arrays do not reach it.
      const bytes = encodeCheckpoint(checkpoint);
      if (name !== undefined) named.set(name, bytes);
      else series.splice(0, series.length, bytes, ...series.slice(0, keep - 1));
    },
    latest: async () => series[0] && decodeCheckpoint(series[0], 'memory'),
    load: async (name) => {
      const bytes = find(name);
      if (!bytes) throw new DataError('memoryStore', `there is no checkpoint named ${name}.`);
      return decodeCheckpoint(bytes, name);
    },
    list: async () => [...series.map((_, i) => seriesName(i)), ...named.keys()],
  };
}

function seriesName(index: number): string {
  return index === 0 ? 'latest' : `latest.${index}`;
}

function seriesIndex(name: string): number {
  return name === 'latest' ? 0 : Number(/^latest\.(\d+)$/.exec(name)?.[1] ?? -1);
}
