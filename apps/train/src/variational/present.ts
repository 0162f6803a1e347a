import type { VaeBuilt } from '@jensenjs/app-models';
import type { Presentation } from '../kind';
import type { Surroundings } from '../kind-of';
import { count, decimals, withError } from '../numbers';
import { pictureKeys } from '../pictures/keys';
import type { Images } from '../pictures/raster';
import type { Card } from '../report/cards';
import { curves } from '../report/curves';
import { gallery, samples, stack } from '../report/gallery';
import { latentSpace } from '../report/latent-space';
import { walk } from '../report/walk';
import type { VariationalFigures } from '../summary';
import type { Trained } from '../train-model';
import { boundCharts } from './bound-charts';
import { drawReconstructions, drawTraversals } from './pictures';
import { drawWalk } from './walk';

export interface VariationalResults {
  readonly built: VaeBuilt;
  readonly around: Surroundings;
  readonly trained: Trained;
  readonly figures: VariationalFigures;
  /** KL of each latent dimension, nats. */
  readonly dimensionKl: readonly number[];
  /** Samples, as `drawSheet` gives them. */
  readonly sheet: Images;
}

const TRAVERSALS = 8;
const TRAVERSAL_VALUES = Array.from({ length: 11 }, (_, i) => -3 + 0.6 * i);

/** Draws what the report shows of a VAE. */
export async function present(results: VariationalResults): Promise<Presentation> {
  const { built, around, trained, figures, dimensionKl, sheet } = results;
  const { conditional } = built;
  const { test } = around.data;
  const keys = pictureKeys(around.keys.pictures);
  const strongest = dimensionKl
    .map((kl, dimension) => ({ dimension, kl }))
    .sort((a, b) => b.kl - a.kl)
    .slice(0, TRAVERSALS);
  const rows = await drawTraversals(keys.traversals, built, test, {
    dimensions: strongest.map(({ dimension }) => dimension),
    values: TRAVERSAL_VALUES,
  });
  const reconstructions = await drawReconstructions(keys.reconstructions, built, test, { rows: 4, columns: 10 });
  return {
    cards: cards(figures, around.settings.latent),
    sections: [
      curves(boundCharts(trained.history, figures.importanceSamples), 'nats per image'),
      gallery([
        {
          title: conditional ? 'Samples by label' : 'Samples',
          note: `${conditional ? 'Each column is one draw of the prior, each row a label' : 'Decoded from draws of the prior'}. The grey of a pixel is its probability.`,
          body: samples(sheet, { conditional }),
        },
        {
          title: 'Reconstructions',
          note: `Test images, and below each what the model makes of it by the mean of q(z | x${conditional ? ', label' : ''}).`,
          body: stack(reconstructions, 'Test images above their reconstructions'),
        },
      ]),
      walk(await drawWalk(keys.walk, built, test), conditional ? TOGETHER : ALONE),
      latentSpace({
        traversal: strongest.flatMap((dimension, i) => (rows[i] ? [{ ...dimension, row: rows[i] }] : [])),
        values: TRAVERSAL_VALUES,
        dimensionKl,
      }),
    ],
  };
}

const ALONE = 'Each place goes from test image to test image, along an arc between the means of their q(z | x).';
const TOGETHER =
  'All labels share one z, which goes along arcs between draws of the prior: the style changes, the label stays.';

function cards(figures: VariationalFigures, latent: number): Card[] {
  const { estimator, importanceSamples: draws, testBound, testBoundError, testNll, testNllError } = figures;
  const likelihood: Card = {
    name: 'Test −log p(x)',
    value: withError(testNll ?? 0, testNllError ?? 0),
    note: `nats per image; ${figures.testNllSamples} importance samples, first ${count(figures.testNllImages)} test images`,
  };
  return [
    {
      name: 'Test bound',
      value: withError(testBound, testBoundError),
      note: `nats per image; ELBO over ${count(figures.testImages)} test images, ${figures.testBoundSamples} samples each`,
    },
    ...(testNll === null ? [] : [likelihood]),
    {
      name: 'Training bound',
      value: decimals(figures.trainBound),
      note: `nats per image; ${estimator === 'iwae' ? `IWAE of ${draws} draws, ` : ''}mean of the last epoch`,
    },
    {
      name: 'Active dimensions',
      value: `${figures.activeDimensions} of ${latent}`,
      note: 'whose KL from the prior exceeds 0.01 nats',
    },
  ];
}
