import type { Key, LatentModel } from '@jensenjs/core';
import { type Evaluation } from './evaluate';
import { type RunFiles, write } from './files';
import { lastEpoch } from './history';
import type { Data } from './load-data';
import { parameterCount } from './model';
import { commandLine, settingRows } from './options-text';
import { drawReconstructions, drawSamples, drawTraversals } from './pictures';
import { png } from './png';
import { enlarge, mount, slice, tile } from './raster';
import { report } from './report';
import type { Settings } from './settings';
import type { Summary } from './summary';
import type { Trained } from './train-model';

export interface Results {
  readonly files: RunFiles;
  readonly settings: Settings;
  readonly data: Data;
  readonly model: LatentModel;
  readonly trained: Trained;
  readonly evaluation: Evaluation;
  /** For the pictures. */
  readonly key: Key;
  readonly backend: string;
  readonly version: string;
  /** Of all sittings, before the results are written. */
  readonly seconds: number;
}

const ACTIVE = 0.01;
const TRAVERSALS = 8;
const TRAVERSAL_VALUES = Array.from({ length: 11 }, (_, i) => -3 + 0.6 * i);

/** Draws the pictures and writes all files of a finished run. */
export async function writeResults(results: Results): Promise<Summary> {
  const { files, settings, data, model, trained, evaluation, key } = results;
  const summary = summarize(results);
  const samples = await drawSamples(key, model, 100);
  const dimensions = evaluation.dimensionKl
    .map((kl, dimension) => ({ dimension, kl }))
    .sort((a, b) => b.kl - a.kl)
    .slice(0, TRAVERSALS);
  const rows = await drawTraversals(key, model, data.test, {
    dimensions: dimensions.map(({ dimension }) => dimension),
    values: TRAVERSAL_VALUES,
  });
  const page = report({
    summary,
    history: trained.history,
    settings: settingRows(settings, data),
    command: commandLine(settings),
    samples: tile(slice(samples, 0, 64), { columns: 8 }),
    reconstructions: await drawReconstructions(key, model, data.test, { rows: 4, columns: 10 }),
    traversal: dimensions.flatMap((dimension, i) => (rows[i] ? [{ ...dimension, row: rows[i] }] : [])),
    traversalValues: TRAVERSAL_VALUES,
    dimensionKl: evaluation.dimensionKl,
  });
  const sheet = mount(tile(samples, { columns: 10 }), { margin: 4, grey: 48 });
  await write(files.samples, png(enlarge(sheet, 3)));
  await write(files.report, page);
  // Last: where it is, all is.
  await write(files.summary, `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}

function summarize({ settings, data, model, trained, evaluation, backend, version, seconds }: Results): Summary {
  const last = lastEpoch(trained.history);
  const validation = [...trained.history].reverse().find((point) => point.validation)?.validation;
  const { bound, nll, dimensionKl } = evaluation;
  return {
    data: data.name,
    engine: trained.engine,
    backend,
    seed: settings.seed,
    version,
    epochs: trained.epochs,
    steps: trained.steps,
    batch: settings.batch,
    latent: settings.latent,
    hidden: settings.hidden.join(','),
    learningRate: settings.learningRate,
    schedule: settings.schedule,
    trainImages: data.train.shape[0],
    validationImages: data.validation?.shape[0] ?? 0,
    testImages: data.test.shape[0],
    parameters: parameterCount(model),
    stopReason: trained.stopReason,
    seconds,
    trainSeconds: trained.seconds,
    imagesPerSecond: trained.imagesPerSecond,
    trainBound: last.bound,
    trainReconstruction: last.reconstruction,
    trainKl: last.kl,
    validationBound: validation?.bound ?? null,
    testBound: bound.value,
    testBoundError: bound.error,
    testBoundSamples: settings.testSamples,
    testNll: nll?.value ?? null,
    testNllError: nll?.error ?? null,
    testNllSamples: settings.nllSamples,
    testNllImages: nll?.images ?? 0,
    activeDimensions: dimensionKl.filter((kl) => kl > ACTIVE).length,
  };
}
