import type { GanBuilt } from '@jensenjs/app-models';
import { tidy } from '@tensorflow/tfjs-core';
import { imageBatch } from '../image-batch';
import type { Presentation } from '../kind';
import type { Surroundings } from '../kind-of';
import { decimals } from '../numbers';
import { toImages } from '../pictures/images';
import type { Images } from '../pictures/raster';
import type { Card } from '../report/cards';
import { curves } from '../report/curves';
import { gallery, samples } from '../report/gallery';
import { moments } from '../report/moments';
import type { AdversarialFigures } from '../summary';
import type { Trained } from '../train-model';
import { gameCharts } from './game-charts';
import { readMoments, shownMoments } from './moments';

export interface AdversarialResults {
  readonly built: GanBuilt;
  readonly around: Surroundings;
  readonly trained: Trained;
  readonly figures: AdversarialFigures;
  /** Samples, as `drawSheet` gives them. */
  readonly sheet: Images;
}

/** Draws what the report shows of a GAN. */
export async function present({ built, around, trained, figures, sheet }: AdversarialResults): Promise<Presentation> {
  const { conditional } = built;
  const { settings, data, files } = around;
  const count = Math.min(sheet.count, data.train.shape[0]);
  const real = await toImages(tidy(() => imageBatch(data.train, { from: 0, count }, false).x));
  return {
    cards: cards(figures),
    sections: [
      curves(gameCharts(trained.history, settings.loss), 'means over the steps between two points'),
      moments(await readMoments(files, shownMoments(trained.epochs))),
      gallery([
        {
          title: conditional ? 'Samples by label' : 'Samples',
          note: conditional
            ? 'Each column is one draw of z, each row a label.'
            : 'What the generator makes of draws of z.',
          body: samples(sheet, { conditional }),
        },
        {
          title: 'Training images',
          note: 'Some of those that the discriminator is shown.',
          body: samples(real, { conditional: false }),
        },
      ]),
    ],
  };
}

function cards(figures: AdversarialFigures): Card[] {
  const mean = 'mean of the last epoch';
  const card = (name: string, value: number, note: string): Card => ({ name, value: decimals(value), note });
  return [
    card('D(x)', figures.discriminatorReal, `on training images; ${mean}`),
    card('D(G(z))', figures.discriminatorFake, `on samples; ${mean}`),
    card("Discriminator's loss", figures.discriminatorLoss, `${figures.loss}; ${mean}`),
    card("Generator's loss", figures.generatorLoss, `${figures.loss}; ${mean}`),
  ];
}
