import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ArgumentError, DataError } from '@jensenjs/core';
import { checkInteger } from '../check';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../checkpoints/checkpoint';
import type { CheckpointStore } from '../checkpoints/store';
import { makeFolder } from './make-folder';
import { writeAtomic } from './write-atomic';

export interface FileStoreOptions {
  /** How many checkpoints of the series stay; 3 when left out. */
  readonly keep?: number;
  /** First part of the files' names; `checkpoint` when left out. */
  readonly name?: string;
}

/**
 * Keeps checkpoints as safetensors files in a directory, which is made when it is first needed: the newest of the series in
 * `NAME.safetensors`, those before it in `NAME.1.safetensors` and on, others in `NAME-OTHER.safetensors`. Each file is
 * written beside, synced and renamed, so that a crash leaves the old one or the new one. One process writes at a time.
 * @throws ArgumentError on options out of range.
 */
export function fileStore(
  directory: string,
  { keep = 3, name = 'checkpoint' }: FileStoreOptions = {},
): CheckpointStore {
  checkInteger('fileStore', 'keep', keep);
  checkName(name);
  const file = (label: string): string => join(directory, `${label}.safetensors`);
  const seriesLabel = (index: number): string => (index === 0 ? name : `${name}.${index}`);
  const labels = async (): Promise<string[]> =>
    (await entries(directory)).flatMap((entry) => /^(.+)\.safetensors$/.exec(entry)?.[1] ?? []);
  const places = async (): Promise<number[]> =>
    (await labels()).flatMap((label) => indexOf(label, name) ?? []).sort((a, b) => a - b);
  const read = async (label: string): Promise<Checkpoint> => {
    const path = file(label);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
    } catch (cause) {
      throw new DataError(path, `the checkpoint cannot be read (${(cause as Error).message}).`, { cause });
    }
    return decodeCheckpoint(bytes, path);
  };
  return {
    newest: `${name}.safetensors`,
    save: async (checkpoint, other) => {
      if (other !== undefined) checkName(other);
      const bytes = encodeCheckpoint(checkpoint);
      try {
        await makeFolder(directory);
        await removeLeftovers(directory, name);
        if (other !== undefined) return await writeAtomic(file(`${name}-${other}`), bytes);
        // Whole on the disk before the series is touched: when the disk is full, the series is as it was.
        const incoming = file(`${name}.incoming`);
        await writeAtomic(incoming, bytes);
        await rotate(await places(), (index) => file(seriesLabel(index)), keep);
        await rename(incoming, file(name));
      } catch (cause) {
        const problem = `the checkpoint cannot be written (${(cause as Error).message}). Earlier checkpoints are as they were.`;
        throw new DataError(file(name), problem, { cause });
      }
    },
    latest: async () => {
      const [newest] = await places();
      return newest === undefined ? undefined : read(seriesLabel(newest));
    },
    load: (label) => read(indexOf(label, name) === undefined ? `${name}-${label}` : label),
    list: async () => {
      const others = (await labels()).filter((label) => label.startsWith(`${name}-`)).sort();
      return [...(await places()).map(seriesLabel), ...others.map((label) => label.slice(name.length + 1))];
    },
  };
}

function checkName(name: string): void {
  if (!/^[A-Za-z0-9_-]+$/.test(name))
    throw new ArgumentError('fileStore', `a checkpoint is named '${name}'. Use letters, digits, - and _ only.`);
}

/** Place of a label in the series: 0 for NAME, n for NAME.n. */
function indexOf(label: string, name: string): number | undefined {
  if (label === name) return 0;
  const number = label.startsWith(`${name}.`) ? label.slice(name.length + 1) : '';
  return /^[1-9]\d*$/.test(number) ? Number(number) : undefined;
}

async function entries(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new DataError(directory, `the directory cannot be read (${(cause as Error).message}).`, { cause });
  }
}

/** A process that was killed while it wrote leaves a file with a number behind its name. */
async function removeLeftovers(directory: string, name: string): Promise<void> {
  const leftover = (entry: string): boolean => entry.startsWith(name) && /\.safetensors\.\d+$/.test(entry);
  for (const entry of (await entries(directory)).filter(leftover)) await rm(join(directory, entry), { force: true });
}

/**
 * Makes place 0 of the series free: each file moves one place on, as far as the first gap, and those beyond `keep` go. A crash
 * meanwhile leaves a gap, which `latest` passes over.
 */
async function rotate(present: readonly number[], path: (index: number) => string, keep: number): Promise<void> {
  const held = new Set(present);
  let gap = 0;
  while (held.has(gap) && gap < keep - 1) gap += 1;
  for (let index = gap; index > 0; index--) await rename(path(index - 1), path(index));
  for (const index of present) if (index >= keep) await rm(path(index), { force: true });
}
