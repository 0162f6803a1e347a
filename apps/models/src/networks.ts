import { type Key, type Module, sizeOf } from '@jensenjs/core';
import { concatenateChannels, concatenateColumns, type Join, mlp } from '@jensenjs/networks';
import { generatorChannels, type ImageShape, type ModelSettings } from './settings';

/** The networks of a model. Those with `condition` columns or channels get them joined to their input by `join`. */
export interface Networks {
  readonly encoder: (key: Key) => Module;
  readonly decoder: (key: Key) => Module;
  readonly generator: (key: Key) => Module;
  readonly discriminator: (key: Key) => Module;
  /** How a condition joins an image. */
  readonly join: Join;
}

/** Networks for these settings; tfjs-layers is loaded only where convolutions ask for it. */
export async function networksFor(settings: ModelSettings, shape: ImageShape, condition: number): Promise<Networks> {
  return settings.network === 'mlp'
    ? perceptrons(settings, shape, condition)
    : convolutions(settings, shape, condition);
}

function perceptrons({ latent, hidden }: ModelSettings, { image }: ImageShape, condition: number): Networks {
  const reversed = [...hidden].reverse();
  const seen = condition === 0 ? image : sizeOf(image) + condition;
  return {
    encoder: (key) => mlp(key, { input: seen, hidden, output: 2 * latent }),
    decoder: (key) => mlp(key, { input: latent + condition, hidden: reversed, output: image }),
    generator: (key) =>
      mlp(key, { input: latent + condition, hidden: reversed, output: image, outputActivation: 'sigmoid' }),
    discriminator: (key) => mlp(key, { input: seen, hidden, output: 1, activation: 'leakyRelu' }),
    join: concatenateColumns,
  };
}

async function convolutions(
  { latent, hidden, channels }: ModelSettings,
  { image }: ImageShape,
  condition: number,
): Promise<Networks> {
  const { convDecoder, convEncoder, dcganDiscriminator, dcganGenerator } = await import('@jensenjs/networks/conv');
  const [height, width, colours] = image;
  const seen = [height, width, colours + condition] as const;
  const reversed = [...channels].reverse();
  return {
    encoder: (key) => convEncoder(key, { input: seen, channels, hidden, output: 2 * latent }),
    decoder: (key) =>
      convDecoder(key, { input: latent + condition, hidden: [...hidden].reverse(), channels: reversed, output: image }),
    generator: (key) =>
      dcganGenerator(key, {
        latent: latent + condition,
        channels: generatorChannels(channels),
        output: image,
        outputActivation: 'sigmoid',
      }),
    discriminator: (key) => dcganDiscriminator(key, { input: seen, channels }),
    join: concatenateChannels,
  };
}
