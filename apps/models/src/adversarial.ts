import { type Key, split } from '@jensenjs/core';
import { standardNormal } from '@jensenjs/distributions';
import { conditionalGan, gan, generate, hinge, minimax, nonSaturating } from '@jensenjs/gan';
import { adam } from '@jensenjs/train';
import { tidy } from '@tensorflow/tfjs-core';
import { both } from './both';
import type { GanBuilt } from './built';
import { conditionOf, refuseLabels } from './conditions';
import { networksFor } from './networks';
import { type ImageShape, isConditional, type LossName, type ModelSettings } from './settings';

const LOSS = { minimax, 'non-saturating': nonSaturating, hinge } as const satisfies Record<LossName, unknown>;

/** No momentum, as A. Brock et al. (2019): with it, the players swing further around each other. */
const BETA1 = 0;

/** The GAN of I. Goodfellow et al. (2014), or its conditional form (M. Mirza & S. Osindero 2014), on images in [0, 1]. */
export async function buildGan(key: Key, settings: ModelSettings, shape: ImageShape): Promise<GanBuilt> {
  const conditional = isConditional(settings.model);
  const { classes } = shape;
  const [generatorKey, discriminatorKey] = split(key, 2);
  const { join, ...make } = await networksFor(settings, shape, conditional ? classes : 0);
  const [generator, discriminator] = both(
    () => make.generator(generatorKey),
    () => make.discriminator(discriminatorKey),
  );
  const parts = {
    prior: standardNormal([settings.latent]),
    generator,
    discriminator,
    loss: LOSS[settings.loss](),
  };
  const game = conditional ? conditionalGan({ ...parts, classes, join }) : gan(parts);
  const variables = [...Object.values(game.parameters.generator), ...Object.values(game.parameters.discriminator)];
  return {
    kind: 'gan',
    settings,
    shape,
    conditional,
    game,
    parameterCount: variables.reduce((total, { size }) => total + size, 0),
    objectives: (learningRate) => {
      const optimizer = () => adam({ learningRate, beta1: BETA1 });
      return game.objectives({ generator: optimizer(), discriminator: optimizer() });
    },
    batchOptions: { binarize: 'none', condition: conditional },
    sample: (key, n, labels) => {
      if (!conditional) refuseLabels(settings.model, labels);
      return tidy(() => generate(key, game, n, conditional ? { condition: conditionOf(n, classes, labels) } : {}));
    },
    dispose: game.dispose,
  };
}
