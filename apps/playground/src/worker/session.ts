import { type Built, runKeys } from '@jensenjs/app-models';
import { ArgumentError, type BackendChoice, foldIn, split } from '@jensenjs/core';
import { encode } from '@jensenjs/vae';
import type { Description, EngineChoice, OpenRequest, Recipe } from '../protocol';
import { reportEvery } from './backend';
import { drawTestDigits, drawTrainingDigits, misfitOf } from './digits';
import { decodePoints } from './decode';
import { createDigest } from './digest';
import { chooseEngine } from './engine';
import { explain } from './explain';
import { toPictures } from './pictures';
import { type Handlers, tell, toProblem } from './serve';
import { createTrainer, type Trainer } from './trainer';

export type Session = Omit<Handlers, 'begin' | 'open'> & { readonly description: Description };

export interface SessionOptions extends Pick<Recipe | OpenRequest, 'engine' | 'batch' | 'images'> {
  readonly built: Built;
  readonly seed: number;
  readonly backend: BackendChoice;
  /** Steps done before. */
  readonly step: number;
}

/** Samples that are shown: rows of eight, or ten of each class. */
const SAMPLES = 64;
const PER_CLASS = 10;

/** Everything that the page can do with one model. It lasts as long as the worker does. */
export function createSession({ built, seed, backend, engine, step, batch, images }: SessionOptions): Session {
  const { settings, shape, conditional, kind, parameterCount } = built;
  const keys = runKeys(seed);
  const [forEncoder, forDecoder, forBound] = split(keys.evaluation, 3);
  const misfit = misfitOf(shape);
  const test = misfit === undefined ? drawTestDigits(shape) : undefined;
  let learningRate = 0;
  let training: Promise<{ readonly choice: EngineChoice; readonly trainer: Trainer }> | undefined;

  const prepare = async (): Promise<{ choice: EngineChoice; trainer: Trainer }> => {
    if (misfit !== undefined)
      throw new ArgumentError('train', `${misfit} The digits that this page draws do not suit it.`);
    const chosen = await chooseEngine(engine, backend.name);
    tell({ kind: 'stage', text: `Drawing ${images.toLocaleString('en')} digits` });
    const trainer = createTrainer({
      key: keys.training,
      engine: chosen.engine,
      built,
      images: drawTrainingDigits(shape, images),
      batch,
      reportEvery: reportEvery(chosen.choice.name, settings.network),
      learningRate: () => learningRate,
      onReport: createDigest(
        ({ step: more, examplesPerSecond, metrics }) =>
          tell({ kind: 'progress', step: step + more, imagesPerSecond: examplesPerSecond, metrics }),
        () => performance.now(),
      ),
      onFailure: (error) => tell({ kind: 'failed', problem: toProblem(error) }),
    });
    return { choice: chosen.choice, trainer };
  };
  const testDigits = (): NonNullable<typeof test> => {
    if (!test) throw new ArgumentError('testDigits', `${misfit} There are no digits to show it.`);
    return test;
  };

  return {
    description: {
      settings,
      shape,
      kind,
      conditional,
      parameterCount,
      backend,
      step,
      ...(misfit === undefined ? {} : { misfit }),
    },
    train: async (rate) => {
      learningRate = rate;
      const { choice, trainer } = await (training ??= prepare());
      trainer.run();
      return choice;
    },
    pause: async () => step + ((await (await training)?.trainer.pause()) ?? 0),
    setLearningRate: (rate) => {
      learningRate = rate;
    },
    sample: (draw) => {
      const key = draw === 0 ? keys.pictures : foldIn(keys.pictures, draw);
      return toPictures(built.sample(key, conditional ? PER_CLASS * shape.classes : SAMPLES));
    },
    encode: async () => {
      if (built.kind !== 'vae') throw new ArgumentError('encode', 'a GAN has no encoder.');
      const { x, condition, dataset } = testDigits();
      const means = encode(forEncoder, built.model, x, conditional ? { condition } : {});
      const numbers = Float32Array.from(await means.data());
      means.dispose();
      return { means: numbers, labels: Int32Array.from(dataset.labels?.values ?? []) };
    },
    decode: (points) => toPictures(decodePoints(forDecoder, built, points)),
    testDigit: (number) => {
      const { images: bytes, labels, shape: all } = testDigits().dataset;
      const [count, ...image] = all;
      const size = image.reduce((a, b) => a * b, 1);
      const row = number % count;
      return {
        pixels: Float32Array.from(bytes.subarray(row * size, (row + 1) * size), (byte) => byte / 255),
        label: labels?.values[row] ?? 0,
      };
    },
    explain: (drawing) => {
      if (built.kind !== 'vae') throw new ArgumentError('explain', 'a GAN has no posterior.');
      return explain(forBound, built, drawing);
    },
  };
}
