import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseStoredRun, type StoredRun } from '@jensenjs/app-models';
import { DataError } from '@jensenjs/core';
import { type Checkpoint, decodeCheckpoint } from '@jensenjs/train';
import { fileStore } from '@jensenjs/train/node';
import { UsageError } from './failure';
import { exists, filesOf, holdsRun, latestRun } from './files';
import { epochs as inEpochs } from './numbers';
import { refuseUseless } from './options/applies';
import type { Options } from './options/options';
import { conflicts, type Settings } from './options/settings';
import type { Summary } from './summary';

/** What this program keeps in its checkpoints: what `openRun` needs to build the model, and what it takes to go on. */
export interface Stored extends StoredRun {
  readonly settings: Settings;
  /** Of the data. */
  readonly fingerprint: string;
  /** What computed: another one rounds otherwise. */
  readonly backend: string;
  /** `compiled` or `eager`, which round differently too; runs of the first version were all eager. */
  readonly engine?: 'compiled' | 'eager';
}

/** A run to go on with. */
export interface Resumed {
  readonly folder: string;
  readonly checkpoint: Checkpoint;
  readonly stored: Stored;
}

/** Where runs are kept when no folder is named. */
export const RUNS = resolve('out');

/** Finds and reads the checkpoint that `--resume` names. Writes nothing. @throws UsageError, DataError */
export async function findResumed({ resume, out, given }: Options): Promise<Resumed | undefined> {
  if (resume === undefined) return undefined;
  const named = resume === true ? (out ?? (await latestRun(RUNS))) : resolve(resume);
  if (named === undefined)
    throw new UsageError(`--resume: there is no run in ${RUNS}. Name the folder of one, as in --resume DIR.`);
  const { folder, checkpoint } = await read(named);
  if (out !== undefined && out !== folder)
    throw new UsageError(`--out: a resumed run goes on in its own folder, ${folder}. Leave --out out.`);
  const stored = parseStoredRun(checkpoint.settings, named) as Stored;
  const { metrics } = filesOf(folder);
  if (!(await exists(metrics)))
    throw new DataError(metrics, 'is missing. A run goes on with its log beside its checkpoint: put it back.');
  refuseConflicts(given, stored.settings, checkpoint);
  return { folder, checkpoint, stored };
}

async function read(path: string): Promise<{ folder: string; checkpoint: Checkpoint }> {
  const status = await stat(path).catch(() => undefined);
  if (!status) throw new UsageError(`--resume: there is no ${path}. Give the folder of a run, or its checkpoint.`);
  if (status.isDirectory()) {
    const checkpoint = await latest(path);
    if (!checkpoint)
      throw new UsageError(
        `--resume: ${path} holds no checkpoint; the first is written at the end of the first epoch. ` +
          ((await holdsRun(path)) ? `Begin anew: --out ${path} --overwrite.` : 'Give the folder of a run.'),
      );
    return { folder: path, checkpoint };
  }
  return { folder: dirname(path), checkpoint: decodeCheckpoint(await readFile(path), path) };
}

/** The newest checkpoint. Where that is damaged, the error tells of the one before. */
async function latest(folder: string): Promise<Checkpoint | undefined> {
  try {
    return await fileStore(folder).latest();
  } catch (error) {
    const before = join(folder, 'checkpoint.1.safetensors');
    if (!(error instanceof Error && error.name === 'DataError' && (await exists(before)))) throw error;
    throw new DataError(filesOf(folder).checkpoint, `is damaged. The one before it may serve: --resume ${before}`, {
      cause: error,
    });
  }
}

function refuseConflicts(given: Partial<Settings>, stored: Settings, checkpoint: Checkpoint): void {
  const differing = conflicts(given, stored);
  if (differing.length > 0)
    throw new UsageError(
      `--resume: a run goes on with its own settings, but given were ${differing.join(', ')}. Leave these options out.`,
    );
  refuseUseless(given, stored);
  const { epochs = stored.epochs } = given;
  const limit = limitOf(stored, checkpoint);
  if (epochs !== stored.epochs && limit !== undefined)
    throw new UsageError(`--epochs: ${limit}, got ${epochs}. Leave --epochs out.`);
  if (epochs < checkpoint.epoch)
    throw new UsageError(`--epochs: expected at least ${checkpoint.epoch}, where the checkpoint is, got ${epochs}.`);
}

/** Why a run cannot have more epochs than it was begun with; undefined where it can. */
function limitOf({ schedule, epochs, patience }: Settings, { epoch, earlyStopping }: Checkpoint): string | undefined {
  if (schedule !== 'constant') return `the ${schedule} schedule of the run ends after ${inEpochs(epochs)}`;
  if (patience > 0 && earlyStopping && earlyStopping.waited >= patience)
    return `the run stopped after ${inEpochs(epoch)}, the last ${patience} without a better validation bound`;
  return undefined;
}

/** Of a finished run, for people. */
export function describeFinished({ checkpoint, stored }: Resumed): string {
  const limit = limitOf(stored.settings, checkpoint);
  const further = limit === undefined ? 'A larger --epochs trains it further' : `It goes no further: ${limit}`;
  return `is finished after ${inEpochs(checkpoint.epoch)}. ${further}.`;
}

/** Whether there is nothing left to do: results for the very step of the checkpoint, and no other wish. */
export async function isFinished({ folder, checkpoint, stored }: Resumed, given: Partial<Settings>): Promise<boolean> {
  const { epochs, testSamples, nllSamples, nllImages } = { ...stored.settings, ...given };
  const { settings } = stored;
  if (epochs !== settings.epochs) return false;
  if (testSamples !== settings.testSamples || nllSamples !== settings.nllSamples || nllImages !== settings.nllImages)
    return false;
  const text = await readFile(filesOf(folder).summary, 'utf8').catch(() => '');
  try {
    return (JSON.parse(text) as Summary | null)?.steps === checkpoint.step;
  } catch {
    return false; // none, or damaged: it is written anew
  }
}
