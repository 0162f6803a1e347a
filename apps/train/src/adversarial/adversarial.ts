import type { GanBuilt } from '@jensenjs/app-models';
import { lastEpoch, type Metrics } from '../history';
import type { Kind } from '../kind';
import type { Surroundings } from '../kind-of';
import { decimals } from '../numbers';
import { pictureKeys } from '../pictures/keys';
import type { AdversarialFigures } from '../summary';
import { isMoment, keepMoment } from './moments';

/** A GAN: two players and no bound. What it draws is looked at on the way. */
export function adversarial(built: GanBuilt, around: Surroundings): Kind {
  const { settings, files, keys } = around;
  const { moments } = pictureKeys(keys.pictures);
  const keep = (epoch: number): Promise<void> => keepMoment(moments, built, files, epoch);
  return {
    status: (train) => {
      const { discriminatorLoss, discriminatorReal, discriminatorFake, generatorLoss } = figuresOf(train);
      const scores = [`D(x) ${decimals(discriminatorReal)}`, `D(G(z)) ${decimals(discriminatorFake)}`];
      const losses = [discriminatorLoss, generatorLoss].map(decimals);
      return {
        line: [...scores, `discriminator ${losses[0]}`, `generator ${losses[1]}`],
        bar: [...scores, `losses ${losses.join(', ')}`].join('  '),
      };
    },
    validation: undefined,
    atEpoch: async (epoch) => {
      if (isMoment(epoch)) await keep(epoch);
    },
    evaluate: async (trained) => {
      const figures: AdversarialFigures = { loss: settings.loss, ...figuresOf(lastEpoch(trained.history)) };
      return {
        figures,
        lines: [
          `D(x)        ${decimals(figures.discriminatorReal)}, mean over the last epoch`,
          `D(G(z))     ${decimals(figures.discriminatorFake)}`,
        ],
        present: async (sheet) => {
          if (!isMoment(trained.epochs)) await keep(trained.epochs);
          const { present } = await import('./present');
          return present({ built, around, trained, figures, sheet });
        },
      };
    },
  };
}

/** Both players' figures in means over steps. */
function figuresOf(means: Metrics): Omit<AdversarialFigures, 'loss'> {
  const mean = (name: string): number => means[name] ?? Number.NaN;
  return {
    discriminatorLoss: mean('discriminator/loss'),
    discriminatorReal: mean('discriminator/real'),
    discriminatorFake: mean('discriminator/fake'),
    generatorLoss: mean('generator/loss'),
  };
}
