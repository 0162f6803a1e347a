import type { ModelSettings } from '@jensenjs/app-models';

/**
 * What determines the numbers of a run. It is kept in the checkpoint, so that a resumed run uses the same. Settings that a
 * model has no use for are carried along with their usual values.
 */
export interface Settings extends ModelSettings {
  /** `glyphs`, or the absolute path of a directory with the four files of MNIST. */
  readonly data: string;
  /** Training images with those held out: glyphs to draw, or the first ones of a directory. */
  readonly limit: number;
  /** Images held out to watch the bound; none for a GAN, which has no bound. */
  readonly validation: number;
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly schedule: Schedule;
  readonly seed: number;
  /** Steps between reports, which are the points of the curves. */
  readonly reportEvery: number;
  /** Epochs without a better validation bound after which training stops; 0 never stops it. */
  readonly patience: number;
  /** Posterior samples per test image for the bound. */
  readonly testSamples: number;
  /** Importance samples per test image for the log-likelihood. */
  readonly nllSamples: number;
  /** Test images whose log-likelihood is estimated. */
  readonly nllImages: number;
}

/** How many glyphs are drawn to train on. */
export const DEFAULT_GLYPHS = 20_000;

export const SCHEDULES = ['constant', 'linear', 'cosine', 'exponential'] as const;
export type Schedule = (typeof SCHEDULES)[number];

/** Settings that a run can be resumed without. The others must equal the checkpoint's. */
const FREE: readonly (keyof Settings)[] = ['data', 'epochs', 'testSamples', 'nllSamples', 'nllImages'];

/** Settings given on the command line that contradict those of the checkpoint, as `--latent 2 (the run has 20)`. */
export function conflicts(given: Partial<Settings>, stored: Settings): string[] {
  return (Object.keys(given) as (keyof Settings)[])
    .filter((name) => !FREE.includes(name) && String(given[name]) !== String(stored[name]))
    .map((name) => `${flagOf(name)} ${String(given[name])} (the run has ${String(stored[name])})`);
}

/** `learningRate` → `--learning-rate`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** How many of `images` are held out unless told otherwise. */
export function usualValidation(images: number): number {
  return Math.min(1000, Math.floor(images / 10));
}

/** A tenth of an epoch, in steps. */
export function usualReportEvery(trainImages: number, batch: number): number {
  return Math.ceil(Math.floor(trainImages / batch) / 10);
}
