import { relative } from 'node:path';
import { buildModel, runKeys } from '@jensenjs/app-models';
import { cpu } from '@jensenjs/backend-cpu';
import { node } from '@jensenjs/backend-node';
import { wasm } from '@jensenjs/backend-wasm';
import { useBackend } from '@jensenjs/core';
import picocolors from 'picocolors';
import { type ChosenEngine, chooseEngine } from './choose-engine';
import { Interrupted } from './failure';
import { exists, filesOf } from './files';
import { kindOf } from './kind-of';
import { count } from './numbers';
import { settingRows } from './options/describe';
import type { Options } from './options/options';
import { pictureKeys } from './pictures/keys';
import { colourDepth, preview } from './pictures/preview';
import { drawSamples } from './pictures/samples';
import { type Prepared, prepare } from './prepare';
import { type Progress, showProgress, silent } from './progress';
import { describeFinished, findResumed, isFinished, type Resumed } from './resume';
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
      print(`The run in ${shown(resumed.folder)} ${describeFinished(resumed)}`);
      return;
    }
    const wanted = options.backend === 'auto' ? (resumed?.stored.backend ?? 'auto') : options.backend;
    const backend = await chooseBackend(wanted, say);
    const how = options.engine === 'auto' && resumed ? (resumed.stored.engine ?? 'eager') : options.engine;
    const chosen = await chooseEngine(how, backend, say);
    const engine = chosen.engine.name === 'compiled' ? 'compiled' : 'eager';
    const prepared = await prepare(options, resumed, { backend, engine, signal, task: progress.task });
    progress.stop();
    await trainAndReport({ ...request, resumed, prepared, backend, chosen, say, progress });
  } finally {
    progress.stop();
    process.off('exit', progress.stop);
  }
}

interface Work extends RunRequest {
  readonly resumed: Resumed | undefined;
  readonly prepared: Prepared;
  readonly backend: string;
  readonly chosen: ChosenEngine;
  readonly say: (line: string) => void;
  readonly progress: Progress;
}

async function trainAndReport(work: Work) {
  const { options, version, signal, resumed, prepared, backend, chosen, say, progress } = work;
  const { stored, data, folder } = prepared;
  const { settings } = stored;
  const files = filesOf(folder);
  const keys = runKeys(settings.seed);
  const built = await buildModel(keys.model, settings, stored.shape);
  const kind = kindOf(built, { settings, data, files, keys, signal, task: progress.task });

  const since = resumed ? `, going on after ${count(resumed.checkpoint.step)} steps` : '';
  const rows: [string, string][] = [
    ...settingRows(settings, data, built),
    ['Parameters', count(built.parameterCount)],
    ['Training', chosen.description],
    ['Folder', `${shown(folder)}${since}`],
  ];
  const depth = colourDepth(process.stdout, process.env);
  const { dim } = picocolors.createColors(depth !== 'none');
  for (const [name, value] of rows) say(`${dim(name.padEnd(17))} ${value}`);
  say('');

  const draw = async (): Promise<void> => {
    const images = await drawSamples(pictureKeys(keys.pictures).preview, built, 10);
    progress.stop();
    const columns = process.stdout.columns ?? 80;
    say(['', ...preview(images, { columns, depth }), ''].join('\n'));
  };
  try {
    const trained = await trainModel({
      key: keys.training,
      engine: chosen.engine,
      stored,
      data,
      built,
      kind,
      files,
      checkpoint: resumed?.checkpoint,
      progress,
      signal,
      onEpoch: options.preview === 'epochs' ? draw : async () => {},
    });
    if (options.preview === 'end') await draw();
    const begun = performance.now();
    const evaluated = await kind.evaluate(trained);
    const seconds = trained.seconds + (performance.now() - begun) / 1000;
    // What draws the page takes a while to load: refusals need not wait for it.
    const { writeResults } = await import('./write-results');
    await writeResults({ files, settings, data, built, trained, evaluated, keys, backend, version, seconds });
    progress.stop();
    for (const line of evaluated.lines) print(line);
    print(`report      ${shown(files.report)}`);
  } catch (error) {
    if (!(error instanceof Interrupted) || !(await exists(files.checkpoint))) throw error;
    throw new Interrupted(error.exitCode, `Stopped. To go on: npm start -- --resume ${shown(folder)}`);
  } finally {
    built.dispose();
  }
}

async function chooseBackend(wanted: string, say: (line: string) => void): Promise<string> {
  // Not node where nobody asks for it: the numbers of a run are not to depend on what happens to be installed.
  const usual = [wasm(), cpu()];
  const backends = wanted === 'auto' ? usual : [...usual, node()].filter((backend) => backend.name === wanted);
  const { name, skipped } = await useBackend(...backends);
  for (const { name: other, reason } of skipped) say(`The backend ${other} does not work here: ${reason}`);
  return name;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A path as short as it can be said from here. */
function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short || '.';
}
