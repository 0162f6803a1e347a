import { type Built, generatorChannels, isAdversarial, isConditional, type ModelSettings } from '@jensenjs/app-models';
import { constant } from '@jensenjs/train';
import type { Data } from '../load-data';
import { count, epochs } from '../numbers';
import type { Settings } from './settings';

type Row = [name: string, value: string];

/** `VAE`, `conditional GAN`. */
export function modelName({ model }: Pick<ModelSettings, 'model'>): string {
  return `${isConditional(model) ? 'conditional ' : ''}${isAdversarial(model) ? 'GAN' : 'VAE'}`;
}

/** The settings as rows of a table for people. */
export function settingRows(settings: Settings, data: Data, built: Built): Row[] {
  const { train, validation, test } = data;
  const held = validation ? `, ${count(validation.shape[0])} held out for validation` : '';
  const tested = built.kind === 'vae' ? `, ${count(test.shape[0])} to test on` : '';
  const labels = built.conditional ? `, told one of ${built.shape.classes} labels` : '';
  return [
    ['Data', settings.data],
    ['Images', `${count(train.shape[0])} to train on${held}${tested}`],
    ['Model', `${modelName(settings)}${labels}`],
    ...(built.kind === 'vae' ? variationalRows(settings, built) : adversarialRows(settings, built)),
    ['Optimiser', optimizer(settings, built)],
    ['Epochs', `${settings.epochs}, in batches of ${settings.batch}`],
    ...(settings.patience > 0
      ? [['Early stopping', `after ${epochs(settings.patience)} without a better validation bound`] as Row]
      : []),
    ['Seed', String(settings.seed)],
  ];
}

function variationalRows(settings: Settings, built: Built): Row[] {
  const { latent, estimator, importanceSamples } = settings;
  const layers = halfNetwork(settings, built);
  return [
    ['Network', [...layers, latent, ...layers.toReversed()].join('–')],
    ['Latent variables', `${latent}, standard normal prior, diagonal normal posterior`],
    ['Pixels', 'Bernoulli; binarised anew in every epoch'],
    ['Bound', estimator === 'iwae' ? `IWAE of ${importanceSamples} draws per image` : 'ELBO, its KL in closed form'],
  ];
}

function adversarialRows(settings: Settings, built: Built): Row[] {
  const reversed = halfNetwork({ ...settings, channels: generatorChannels(settings.channels).reverse() }, built);
  return [
    ['Generator', [settings.latent, ...reversed.toReversed()].join('–')],
    ['Discriminator', [...halfNetwork(settings, built), 1].join('–')],
    ['Latent variables', `${settings.latent}, standard normal`],
    ['Pixels', 'in [0, 1]'],
    ['Loss', settings.loss],
  ];
}

/** Sizes of the layers from the image on; the other network has them in reverse. */
function halfNetwork({ network, hidden, channels }: Settings, { shape }: Built): string[] {
  const [height, width, colours] = shape.image;
  if (network === 'mlp') return [height * width * colours, ...hidden].map(String);
  const halved = channels.map((filters, i) => [height / 2 ** (i + 1), width / 2 ** (i + 1), filters]);
  return [...[shape.image, ...halved].map((size) => size.join('×')), ...hidden.map(String)];
}

function optimizer({ learningRate, schedule }: Settings, built: Built): string {
  const { beta1 } = built.objectives(constant(learningRate))[0]?.optimizer.spec.hyperparameters ?? {};
  return `Adam with β₁ ${beta1}, learning rate ${learningRate}, ${schedule}`;
}
