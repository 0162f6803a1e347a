import { type Distribution, type Module, nameVariables } from '@jensenjs/core';
import { checkCount, checkPrior } from './checks';
import type { Gan } from './game';
import type { AdversarialLoss } from './losses';
import { discriminatorObjective, generatorObjective } from './objectives';

export interface GanOptions {
  /** p(z), over vectors [latent]. */
  readonly prior: Distribution;
  /** z [batch, latent] to samples [batch, ...event], of the shape of the data. */
  readonly generator: Module;
  /** x [batch, ...event] to logits [batch, 1] or [batch]. */
  readonly discriminator: Module;
  /** What the two play for: `minimax()`, `nonSaturating()`, `hinge()`, or your own. */
  readonly loss: AdversarialLoss;
}

/**
 * A generative adversarial network of your own networks (I. Goodfellow et al. 2014). Its variables keep the names that the
 * networks gave them, and are disposed with the game.
 * @throws ArgumentError when the prior is not a distribution over vectors.
 */
export function gan(options: GanOptions): Gan {
  return createGan('gan', options);
}

/** The game between two networks; `where` names the public function that makes it. */
export function createGan(where: string, options: GanOptions, classes?: number): Gan {
  const { prior, generator, discriminator, loss } = options;
  checkPrior(where, prior);
  const game: Gan = {
    prior,
    generator,
    discriminator,
    loss,
    ...(classes !== undefined && { classes }),
    parameters: { generator: generator.parameters, discriminator: discriminator.parameters },
    state: nameVariables({ generator: generator.state, discriminator: discriminator.state }),
    objectives: (optimizers) => {
      const { discriminatorSteps = 1 } = optimizers;
      checkCount(where, 'discriminatorSteps', discriminatorSteps);
      return [
        discriminatorObjective(where, game, optimizers.discriminator, discriminatorSteps),
        generatorObjective(where, game, optimizers.generator),
      ];
    },
    dispose: () => {
      generator.dispose();
      discriminator.dispose();
    },
  };
  return game;
}
