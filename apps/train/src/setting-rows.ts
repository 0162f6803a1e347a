import { resolve } from 'node:path';
import { nonEmpty, numberIn, oneOf, wholeNumber, wholeNumbers } from './parse';
import { DEFAULT_GLYPHS, SCHEDULES, type Settings } from './settings';

/** What a run uses unless told otherwise. The rest depends on how many images there are. */
export const DEFAULTS: Omit<Settings, 'limit' | 'validation' | 'reportEvery'> = {
  data: 'glyphs',
  epochs: 20,
  batch: 128,
  latent: 20,
  hidden: [400],
  learningRate: 2e-3,
  schedule: 'constant',
  seed: 1,
  patience: 0,
  testSamples: 10,
  nllSamples: 100,
  nllImages: 1000,
};

interface Row {
  readonly flags: string;
  readonly about: string;
  /** Turns the text of the command line into a value. @throws UsageError */
  readonly parse: (text: string) => unknown;
}

/** The options that are settings, in the order of the help. */
export const SETTING_ROWS: { readonly [name in keyof Settings]: Row } = {
  data: {
    flags: '--data <glyphs|DIR>',
    about: 'what to learn: glyphs (digits drawn by this program), or a directory with the four IDX files of MNIST',
    parse: (text) => (text === 'glyphs' ? text : resolve(nonEmpty('--data', text))),
  },
  limit: {
    flags: '--limit <n>',
    about: `use n training images: n glyphs (default: ${DEFAULT_GLYPHS}), or the first n of a directory (default: all)`,
    parse: wholeNumber('--limit', 1, 1_000_000),
  },
  validation: {
    flags: '--validation <n>',
    about: 'hold out n of these, chosen once, to watch the bound (≥ 0; default: a tenth, at most 1000)',
    parse: wholeNumber('--validation', 0, 1_000_000),
  },
  epochs: {
    flags: '--epochs <n>',
    about: 'passes over the images (≥ 1)',
    parse: wholeNumber('--epochs', 1, 1_000_000),
  },
  batch: { flags: '--batch <n>', about: 'images per step (≥ 1)', parse: wholeNumber('--batch', 1, 1_000_000) },
  latent: { flags: '--latent <n>', about: 'latent dimensions (1 to 4096)', parse: wholeNumber('--latent', 1, 4096) },
  hidden: {
    flags: '--hidden <n,…>',
    about: "widths of the encoder's hidden layers (1 to 16384 each); the decoder mirrors them",
    parse: wholeNumbers('--hidden', 1, 16_384),
  },
  learningRate: {
    flags: '--learning-rate <x>',
    about: "Adam's learning rate (above 0, at most 1)",
    parse: numberIn('--learning-rate', 0, 1),
  },
  schedule: {
    flags: '--schedule <name>',
    about: 'the learning rate until the last epoch: constant, linear or cosine (to 0), exponential (to a hundredth)',
    parse: oneOf('--schedule', SCHEDULES),
  },
  seed: {
    flags: '--seed <n>',
    about: 'where all randomness of the run comes from (0 to 9007199254740991)',
    parse: wholeNumber('--seed', 0, Number.MAX_SAFE_INTEGER),
  },
  reportEvery: {
    flags: '--report-every <n>',
    about: 'steps between the points of the curves (≥ 1; default: a tenth of an epoch)',
    parse: wholeNumber('--report-every', 1, 1_000_000),
  },
  patience: {
    flags: '--patience <n>',
    about: 'stop after n epochs without a better validation bound (≥ 0; 0: never)',
    parse: wholeNumber('--patience', 0, 1_000_000),
  },
  testSamples: {
    flags: '--test-samples <n>',
    about: 'posterior samples per test image for the test bound (1 to 10000)',
    parse: wholeNumber('--test-samples', 1, 10_000),
  },
  nllSamples: {
    flags: '--nll-samples <n>',
    about: 'importance samples per test image for −log p(x) (1 to 1000000)',
    parse: wholeNumber('--nll-samples', 1, 1_000_000),
  },
  nllImages: {
    flags: '--nll-images <n>',
    about: 'test images whose −log p(x) is estimated, the first n (≥ 0; 0: skip it)',
    parse: wholeNumber('--nll-images', 0, 1_000_000),
  },
};
