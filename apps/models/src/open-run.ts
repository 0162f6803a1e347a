import { DataError } from '@jensenjs/core';
import { type Checkpoint, decodeCheckpoint } from '@jensenjs/train';
import { buildModel } from './build-model';
import type { Built } from './built';
import { restore } from './restore';
import { runKeys } from './run-keys';
import { parseStoredRun, type StoredRun } from './stored-run';

export interface OpenedRun {
  /** The caller disposes it. */
  readonly built: Built;
  readonly stored: StoredRun;
  readonly checkpoint: Checkpoint;
}

/**
 * The model that a run of `npm start` kept in a checkpoint, as it was at that step.
 * @throws DataError, beginning with `name`, when the file is damaged, is no checkpoint, or another program's
 */
export async function openRun(bytes: Uint8Array, name: string): Promise<OpenedRun> {
  const checkpoint = decodeCheckpoint(bytes, name);
  const stored = parseStoredRun(checkpoint.settings, name);
  const { settings, shape } = stored;
  const built = await buildModel(runKeys(settings.seed).model, settings, shape).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(name, `describes a model that cannot be built (${reason}).`, { cause });
  });
  try {
    restore(built, checkpoint.state, name);
  } catch (error) {
    built.dispose();
    throw error;
  }
  return { built, stored, checkpoint };
}
