import type { LossName } from '@jensenjs/app-models';
import { type Point, steady } from '../history';
import type { Chart, Series } from '../report/charts';

interface Scale {
  readonly note: string;
  readonly marks: readonly number[];
  readonly domain?: readonly [number, number];
}

/** A probability, of which 1/2 says that data and samples look alike to D. */
const PROBABILITY: Scale = {
  note: 'probability of data; ½ is undecided',
  marks: [0.5],
  domain: [0, 1],
};

/** What D's output means under each loss. */
const SCALES: { readonly [loss in LossName]: Scale } = {
  minimax: PROBABILITY,
  'non-saturating': PROBABILITY,
  hinge: { note: 'score; content beyond the margins, ±1', marks: [-1, 1] },
};

/** Both players' losses, and D's output for data and for samples. */
export function gameCharts(history: readonly Point[], loss: LossName): Chart[] {
  const series = (label: string, metric: string): Series => ({
    label,
    values: steady(history).map(({ epoch, train }) => ({ epoch, value: train[metric] ?? Number.NaN })),
  });
  return [
    {
      name: 'Discriminator',
      unit: '',
      series: [series('D(x)', 'discriminator/real'), series('D(G(z))', 'discriminator/fake')],
      ...SCALES[loss],
    },
    {
      name: 'Losses',
      note: 'each player lowers its own',
      unit: loss === 'hinge' ? '' : 'nats',
      series: [series('discriminator', 'discriminator/loss'), series('generator', 'generator/loss')],
    },
  ];
}
