import { relative } from 'node:path';
import { cpu } from '@jensenjs/backend-cpu';
import { wasm } from '@jensenjs/backend-wasm';
import { key, split, useBackend } from '@jensenjs/core';
import picocolors from 'picocolors';
import { evaluate } from './evaluate';
import { Interrupted } from './failure';
import { exists, filesOf } from './files';
import { buildModel, parameterCount } from './model';
import { count, withError } from './numbers';
import type { Options } from './options';
import { settingRows } from './options-text';
import { drawSamples } from './pictures';
import { type Prepared, prepare } from './prepare';
import { colourDepth, preview } from './preview';
import { type Progress, showProgress, silent } from './progress';
import { findResumed, isFinished, type Resumed } from './resume';
import type { Summary } from './summary';
import { trainModel } from './train-model';

export interface RunRequest {
  readonly options: Options;
  readonly version: string;
  readonly signal: AbortSignal;
}

/** Trains, evaluates and writes the report, as the command line asks. */
export async function run(request: RunRequest): Promise<void> {
  const { options, signal } = request;
  const say = options.quiet ? () => {} : print;
  const progress = options.quiet ? silent : showProgress(process.stderr, say);
  signal.addEventListener('abort', progress.stop);
  // A second Ctrl-C ends the process at once: it must not leave a terminal without its cursor.
  process.once('exit', progress.stop);
  try {
    const resumed = await findResumed(options);
    if (resumed && (await isFinished(resumed, options.given))) {
      const { epochs } = resumed.stored.settings;
      print(
        `The run in ${shown(resumed.folder)} is finished after ${epochs} epochs. A larger --epochs trains it further.`,
      );
      return;
    }
    const wanted = options.backend === 'auto' ? (resumed?.stored.backend ?? 'auto') : options.backend;
    const backend = await chooseBackend(wanted, say);
    const prepared = await prepare(options, resumed, { backend, signal, task: progress.task });
    progress.stop();
    await trainAndReport({ ...request, resumed, prepared, backend, say, progress });
  } finally {
    progress.stop();
    process.off('exit', progress.stop);
  }
}

interface Work extends RunRequest {
  readonly resumed: Resumed | undefined;
  readonly prepared: Prepared;
  readonly backend: string;
  readonly say: (line: string) => void;
  readonly progress: Progress;
}

async function trainAndReport({ options, version, signal, resumed, prepared, backend, say, progress }: Work) {
  const { stored, data, folder } = prepared;
  const { settings } = stored;
  const files = filesOf(folder);
  const [modelKey, trainKey, evaluationKey, pictureKey] = split(key(settings.seed), 4);
  const [, ...image] = data.train.shape;
  const model = buildModel(modelKey, { image, latent: settings.latent, hidden: settings.hidden });

  const since = resumed ? `, going on after ${count(resumed.checkpoint.step)} steps` : '';
  const rows: [string, string][] = [
    ...settingRows(settings, data),
    ['Parameters', `${count(parameterCount(model))}, on ${backend}`],
    ['Folder', `${shown(folder)}${since}`],
  ];
  const depth = colourDepth(process.stdout, process.env);
  const { dim } = picocolors.createColors(depth !== 'none');
  for (const [name, value] of rows) say(`${dim(name.padEnd(17))} ${value}`);
  say('');

  const draw = async (): Promise<void> => {
    const images = await drawSamples(pictureKey, model, 10);
    progress.stop();
    const columns = process.stdout.columns ?? 80;
    say(['', ...preview(images, { columns, depth }), ''].join('\n'));
  };
  try {
    const trained = await trainModel({
      key: trainKey,
      stored,
      data,
      model,
      files,
      checkpoint: resumed?.checkpoint,
      progress,
      signal,
      onEpoch: options.preview === 'epochs' ? draw : async () => {},
    });
    if (options.preview === 'end') await draw();
    const begun = performance.now();
    const evaluation = await evaluate({
      key: evaluationKey,
      model,
      test: data.test,
      testSamples: settings.testSamples,
      nllSamples: settings.nllSamples,
      nllImages: settings.nllImages,
      signal,
      onProgress: progress.task,
    });
    const seconds = trained.seconds + (performance.now() - begun) / 1000;
    const results = { files, settings, data, model, trained, evaluation, key: pictureKey, backend, version, seconds };
    // What draws the page takes a while to load: refusals need not wait for it.
    const { writeResults } = await import('./write-results');
    const summary = await writeResults(results);
    progress.stop();
    printFigures(summary);
    print(`report      ${shown(files.report)}`);
  } catch (error) {
    if (!(error instanceof Interrupted) || !(await exists(files.checkpoint))) throw error;
    throw new Interrupted(error.exitCode, `Stopped. To go on: npm start -- --resume ${shown(folder)}`);
  } finally {
    model.dispose();
  }
}

async function chooseBackend(wanted: string, say: (line: string) => void): Promise<string> {
  const all = [wasm(), cpu()];
  const backends = wanted === 'auto' ? all : all.filter((backend) => backend.name === wanted);
  const { name, skipped } = await useBackend(...backends);
  for (const { name: other, reason } of skipped) say(`The backend ${other} does not work here: ${reason}`);
  return name;
}

function printFigures(summary: Summary): void {
  print(
    `test bound  ${withError(summary.testBound, summary.testBoundError)} nats (${count(summary.testImages)} images)`,
  );
  if (summary.testNll === null) return;
  const images = `first ${count(summary.testNllImages)} images`;
  print(
    `−log p(x)   ${withError(summary.testNll, summary.testNllError ?? 0)} nats ` +
      `(${images}, ${count(summary.testNllSamples)} importance samples each)`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A path as short as it can be said from here. */
function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short || '.';
}
