import { resolve } from 'node:path';
import { type ImageShape, isAdversarial, isConditional, type ModelSettings, PROGRAM } from '@jensenjs/app-models';
import envPaths from 'env-paths';
import { UsageError } from './failure';
import { claimFolder, freeFolder, holdsRun, removeRun } from './files';
import { type Data, loadData } from './load-data';
import { defaultsFor } from './options/defaults';
import type { Options } from './options/options';
import { usualReportEvery } from './options/settings';
import { type Resumed, RUNS, type Stored } from './resume';

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
    engine,
    signal,
    task,
  }: {
    readonly backend: string;
    readonly engine: NonNullable<Stored['engine']>;
    readonly signal: AbortSignal;
    readonly task: (what: string, share: number) => void;
  },
): Promise<Prepared> {
  const { given, download } = options;
  const wanted = { ...defaultsFor(given.model, given.network), ...resumed?.stored.settings, ...given };
  const source = download && given.data === undefined && !resumed ? mnistCache() : wanted.data;
  const data = await loadData({
    data: source,
    download,
    limit: wanted.limit,
    validation: isAdversarial(wanted.model) ? 0 : wanted.validation,
    conditional: isConditional(wanted.model),
    signal,
    onDownload: (file, share) => task(`fetching ${file}`, share),
  });
  if (resumed && data.fingerprint !== resumed.stored.fingerprint)
    throw new UsageError(
      `--data: the images of ${source} are not those that the run was trained on. Give the same data, or begin a new run.`,
    );
  const [images, ...image] = data.train.shape;
  const shape = { image, classes: data.train.labels?.classes ?? 0 };
  refuseOddSizes(wanted, shape);
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
  return {
    stored: { program: PROGRAM, settings, shape, fingerprint: data.fingerprint, backend, engine },
    data,
    folder,
  };
}

/** A decoder of convolutions doubles an image's size for each of its channels, and must end at that of the data. */
function refuseOddSizes({ network, channels }: ModelSettings, { image: [height, width] }: ImageShape): void {
  const factor = 2 ** channels.length;
  if (network === 'mlp' || (height % factor === 0 && width % factor === 0)) return;
  throw new UsageError(
    `--channels: ${channels.length} convolutions halve the image as often, and ${height}×${width} pixels cannot be halved ` +
      `${channels.length} times. Give fewer channels, or take --network mlp.`,
  );
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
