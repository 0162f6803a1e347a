import { DataError } from '@jensenjs/core';
import type { Json } from '@jensenjs/train';
import { ESTIMATORS, type ImageShape, isConditional, LOSSES, type ModelSettings, MODELS, NETWORKS } from './settings';

export const PROGRAM = 'jensen train';

/** What a run must have kept in its checkpoints so that its model can be built again. */
export interface StoredRun {
  readonly program: typeof PROGRAM;
  readonly settings: ModelSettings & { readonly seed: number };
  readonly shape: ImageShape;
}

/**
 * What a checkpoint says of its run, checked.
 * @throws DataError when it is another program's, or a value is none that a run could have had
 */
export function parseStoredRun(value: Json, source: string): StoredRun {
  const stored = record(value);
  if (stored?.program !== PROGRAM)
    throw new DataError(source, 'is the checkpoint of another program. Give one that was written by npm start.');
  const [settings, shape] = [record(stored.settings), record(stored.shape)];
  const refuse = (what: string): never => {
    throw new DataError(source, `does not say which ${what} its run had. It was written by another version.`);
  };
  if (!settings) return refuse('settings');
  for (const [name, isRight] of Object.entries(CHECKS)) if (!isRight(settings[name])) refuse(name);
  if (!shape || !isShape(shape)) return refuse('images');
  const run = { ...stored, settings, shape } as unknown as StoredRun;
  if (isConditional(run.settings.model) && run.shape.classes === 0) refuse('labels');
  return run;
}

type Check = (value: unknown) => boolean;

const oneOf =
  (names: readonly string[]): Check =>
  (value) =>
    names.some((name) => name === value);
const whole: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const size: Check = (value) => whole(value) && (value as number) > 0;
const sizes: Check = (value) => Array.isArray(value) && value.every(size);

const CHECKS: { readonly [name in keyof StoredRun['settings']]: Check } = {
  model: oneOf(MODELS),
  network: oneOf(NETWORKS),
  estimator: oneOf(ESTIMATORS),
  importanceSamples: size,
  loss: oneOf(LOSSES),
  latent: size,
  hidden: sizes,
  channels: sizes,
  seed: whole,
};

function isShape({ image, classes }: Readonly<Record<string, unknown>>): boolean {
  return sizes(image) && (image as unknown[]).length === 3 && whole(classes);
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
