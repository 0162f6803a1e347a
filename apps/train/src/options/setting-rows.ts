import { resolve } from 'node:path';
import { ESTIMATORS, LOSSES, MODELS, NETWORKS } from '@jensenjs/app-models';
import { nonEmpty, numberIn, oneOf, wholeNumber, wholeNumbers } from './parse';
import { DEFAULT_GLYPHS, SCHEDULES, type Settings } from './settings';

interface Row {
  readonly flags: string;
  readonly about: string;
  /** Turns the text of the command line into a value. @throws UsageError */
  readonly parse: (text: string) => unknown;
}

/** The options that are settings, in the order of the help. */
export const SETTING_ROWS: { readonly [name in keyof Settings]: Row } = {
  model: { flags: '--model <name>', about: `what to train: ${MODELS.join(', ')}`, parse: oneOf('--model', MODELS) },
  network: {
    flags: '--network <name>',
    about: 'of dense layers (mlp) or of convolutions (conv)',
    parse: oneOf('--network', NETWORKS),
  },
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
  epochs: {
    flags: '--epochs <n>',
    about: 'passes over the images (≥ 1)',
    parse: wholeNumber('--epochs', 1, 1_000_000),
  },
  batch: { flags: '--batch <n>', about: 'images per step (≥ 1)', parse: wholeNumber('--batch', 1, 1_000_000) },
  latent: { flags: '--latent <n>', about: 'latent dimensions (1 to 4096)', parse: wholeNumber('--latent', 1, 4096) },
  hidden: {
    flags: '--hidden <n,…>',
    about:
      'widths of the dense layers of the encoder or discriminator (1 to 16384 each), behind the convolutions of a conv ' +
      'vae; the decoder or generator mirrors them',
    parse: wholeNumbers('--hidden', 1, 16_384),
  },
  channels: {
    flags: '--channels <n,…>',
    about:
      'conv: channels of the convolutions of the encoder or discriminator (1 to 1024 each), each of which halves the ' +
      'image; the decoder mirrors them, the generator with twice as many',
    parse: wholeNumbers('--channels', 1, 1024),
  },
  estimator: {
    flags: '--estimator <name>',
    about: 'VAEs: the bound to train on, elbo, or iwae, which is tighter and dearer',
    parse: oneOf('--estimator', ESTIMATORS),
  },
  importanceSamples: {
    flags: '--importance-samples <n>',
    about: 'iwae: draws per image (1 to 1000)',
    parse: wholeNumber('--importance-samples', 1, 1000),
  },
  loss: {
    flags: '--loss <name>',
    about: `GANs: what the players minimise, ${LOSSES.join(', ')}`,
    parse: oneOf('--loss', LOSSES),
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
  validation: {
    flags: '--validation <n>',
    about: 'VAEs: hold out n of the images, chosen once, to watch the bound (≥ 0; default: a tenth, at most 1000)',
    parse: wholeNumber('--validation', 0, 1_000_000),
  },
  patience: {
    flags: '--patience <n>',
    about: 'VAEs: stop after n epochs without a better validation bound (≥ 0; 0: never)',
    parse: wholeNumber('--patience', 0, 1_000_000),
  },
  testSamples: {
    flags: '--test-samples <n>',
    about: 'VAEs: posterior samples per test image for the test bound (1 to 10000)',
    parse: wholeNumber('--test-samples', 1, 10_000),
  },
  nllSamples: {
    flags: '--nll-samples <n>',
    about: 'VAEs: importance samples per test image for −log p(x) (1 to 1000000)',
    parse: wholeNumber('--nll-samples', 1, 1_000_000),
  },
  nllImages: {
    flags: '--nll-images <n>',
    about: 'VAEs: test images whose −log p(x) is estimated, the first n (≥ 0; 0: skip it)',
    parse: wholeNumber('--nll-images', 0, 1_000_000),
  },
};
