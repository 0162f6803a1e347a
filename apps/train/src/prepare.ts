import { resolve } from 'node:path';
import envPaths from 'env-paths';
import { UsageError } from './failure';
import { claimFolder, freeFolder, holdsRun, removeRun } from './files';
import { type Data, loadData } from './load-data';
import type { Options } from './options';
import { PROGRAM, type Resumed, RUNS, type Stored } from './resume';
import { DEFAULTS } from './setting-rows';
import { usualReportEvery } from './settings';

/** All that is known before training begins, checked. */
export interface Prepared {
  readonly stored: Stored;
  readonly data: Data;
  readonly folder: string;
}

/** Completes the settings, loads the data and takes the folder, in this order, so that a refusal leaves nothing behind. */
export async function prepare(
  options: Options,
  resumed: Resumed | undefined,
  {
    backend,
    signal,
    task,
  }: {
    readonly backend: string;
    readonly signal: AbortSignal;
    readonly task: (what: string, share: number) => void;
  },
): Promise<Prepared> {
  const { given, download } = options;
  const wanted = { ...DEFAULTS, ...resumed?.stored.settings, ...given };
  const source = download && given.data === undefined && !resumed ? mnistCache() : wanted.data;
  const data = await loadData({
    data: source,
    download,
    limit: wanted.limit,
    validation: wanted.validation,
    signal,
    onDownload: (file, share) => task(`fetching ${file}`, share),
  });
  if (resumed && data.fingerprint !== resumed.stored.fingerprint)
    throw new UsageError(
      `--data: the images of ${source} are not those that the run was trained on. Give the same data, or begin a new run.`,
    );
  const [images] = data.train.shape;
  if (wanted.batch > images)
    throw new UsageError(
      `--batch: expected at most ${images}, the images to train on, got ${wanted.batch}. ` +
        'Take smaller batches or more images.',
    );
  const held = data.validation?.shape[0] ?? 0;
  if (wanted.patience > 0 && held === 0)
    throw new UsageError('--patience: needs images held out, and there are none. Give --validation of 1 or more.');
  const settings = {
    ...wanted,
    data: source,
    limit: images + held,
    validation: held,
    reportEvery: wanted.reportEvery ?? usualReportEvery(images, wanted.batch),
  };
  const folder = resumed?.folder ?? (await newFolder(options, `${data.name}-seed${settings.seed}`));
  await claimFolder(folder);
  return { stored: { program: PROGRAM, settings, fingerprint: data.fingerprint, backend }, data, folder };
}

async function newFolder({ out, overwrite }: Options, name: string): Promise<string> {
  if (out === undefined) return freeFolder(resolve(RUNS, name));
  if (await holdsRun(out)) {
    if (!overwrite)
      throw new UsageError(
        `--out: ${out} already holds a run. Go on with it by --resume, replace it by --overwrite, or choose another folder.`,
      );
    await claimFolder(out);
    await removeRun(out);
  }
  return out;
}

function mnistCache(): string {
  return resolve(envPaths('jensen', { suffix: '' }).cache, 'mnist');
}
