import type { Built, RunKeys } from '@jensenjs/app-models';
import { type RunFiles, write } from './files';
import type { Evaluated } from './kind';
import type { Data } from './load-data';
import { count, epochs as inEpochs } from './numbers';
import { commandLine } from './options/command-line';
import { modelName, settingRows } from './options/describe';
import type { Settings } from './options/settings';
import { pictureKeys } from './pictures/keys';
import { png } from './pictures/png';
import { enlarge, mount, tile } from './pictures/raster';
import { drawSheet, SHEET_COLUMNS } from './pictures/samples';
import { timeCard } from './report/cards';
import { page } from './report/page';
import type { RunFigures, Summary } from './summary';
import type { Trained } from './train-model';

export interface Results {
  readonly files: RunFiles;
  readonly settings: Settings;
  readonly data: Data;
  readonly built: Built;
  readonly trained: Trained;
  readonly evaluated: Evaluated;
  readonly keys: RunKeys;
  readonly backend: string;
  readonly version: string;
  /** Of all sittings, before the results are written. */
  readonly seconds: number;
}

/** Draws the pictures and writes all files of a finished run. */
export async function writeResults(results: Results): Promise<void> {
  const { files, settings, data, built, evaluated, keys, backend } = results;
  const run = runFigures(results);
  const sheet = await drawSheet(pictureKeys(keys.pictures).sheet, built);
  const { cards, sections } = await evaluated.present(sheet);
  const html = page({
    title: `A ${modelName(settings)} on ${data.name}`,
    seed: settings.seed,
    introduction: introduction(run),
    cards: [...cards, timeCard(run)],
    sections,
    settings: settingRows(settings, data, built),
    command: commandLine(settings, backend, results.trained.engine),
  });
  const framed = mount(tile(sheet, { columns: SHEET_COLUMNS }), { margin: 4, grey: 48 });
  await write(files.samples, png(enlarge(framed, 3)));
  await write(files.report, html);
  const summary: Summary = { ...run, ...evaluated.figures };
  // Last: where it is, all is.
  await write(files.summary, `${JSON.stringify(summary, null, 2)}\n`);
}

function introduction({ network, latent, parameters, trainImages, epochs }: RunFigures): string {
  return (
    `${network === 'conv' ? 'Convolutional networks' : 'Multilayer perceptrons'}, ${latent} latent dimensions, ` +
    `${count(parameters)} parameters, trained on ${count(trainImages)} images for ` +
    `${inEpochs(epochs)}.`
  );
}

function runFigures({ settings, data, built, trained, backend, version, seconds }: Results): RunFigures {
  return {
    data: data.name,
    model: settings.model,
    network: settings.network,
    engine: trained.engine,
    backend,
    seed: settings.seed,
    version,
    epochs: trained.epochs,
    steps: trained.steps,
    batch: settings.batch,
    latent: settings.latent,
    hidden: settings.hidden.join(','),
    channels: settings.channels.join(','),
    learningRate: settings.learningRate,
    schedule: settings.schedule,
    trainImages: data.train.shape[0],
    parameters: built.parameterCount,
    stopReason: trained.stopReason,
    seconds,
    trainSeconds: trained.seconds,
    imagesPerSecond: trained.imagesPerSecond,
  };
}
