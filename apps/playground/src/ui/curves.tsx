import { isAdversarial, type ModelSettings } from '@jensenjs/app-models';
import { Chart, type ChartProps } from './chart';
import type { PlaygroundProps } from './props';

type Row = Omit<ChartProps, 'history'>;

const VAE_CHARTS: readonly Row[] = [
  {
    title: 'Bound',
    about: 'reconstruction minus KL; higher is better',
    series: [{ metric: 'model/bound', colour: '--train' }],
    unit: 'nats',
  },
  {
    title: 'Reconstruction',
    about: 'E log p(x | z): how well z tells the pixels',
    series: [{ metric: 'model/reconstruction', colour: '--train' }],
    unit: 'nats',
  },
  {
    title: 'KL',
    about: 'of q(z | x) from the prior: how much z tells',
    series: [{ metric: 'model/kl', colour: '--train' }],
    unit: 'nats',
  },
];

/** The importance-weighted bound is above that difference. */
const IWAE_CHARTS: readonly Row[] = VAE_CHARTS.map((chart) =>
  chart.title === 'Bound' ? { ...chart, about: 'importance-weighted; higher is better' } : chart,
);

const LOSSES: Row = {
  title: 'Losses',
  about: 'of the two players; neither is to win',
  series: [
    { metric: 'discriminator/loss', name: 'D', colour: '--train' },
    { metric: 'generator/loss', name: 'G', colour: '--second' },
  ],
};

const OUTPUTS: Row = {
  title: 'Discriminator',
  about: 'real when it says 1; at one half it cannot tell',
  series: [
    { metric: 'discriminator/real', name: 'D(x)', colour: '--train' },
    { metric: 'discriminator/fake', name: 'D(G(z))', colour: '--second' },
  ],
  bounds: [0, 1],
};

/** Hinge losses leave scores without bounds. */
const { bounds: _, ...SCORES }: Row = { ...OUTPUTS, about: 'its score: above 1 surely real, below −1 surely not' };

/** The curves that belong to the model. */
export function Curves({ playground }: PlaygroundProps) {
  const { description, recipe, history, opened } = playground;
  // Nothing is known of the steps that a checkpoint had before.
  if (opened.value !== undefined && history.value.steps.length === 0) return null;
  const settings = description.value?.settings ?? recipe.value.settings;
  const charts = chartsFor(settings);
  return (
    <section class="panel curves" aria-label="Curves of training">
      {charts.map((chart) => (
        <Chart key={`${chart.title} ${chart.about}`} {...chart} history={history.value} />
      ))}
    </section>
  );
}

function chartsFor({ model, loss, estimator }: ModelSettings): readonly Row[] {
  if (isAdversarial(model)) return [LOSSES, loss === 'hinge' ? SCORES : OUTPUTS];
  return estimator === 'iwae' ? IWAE_CHARTS : VAE_CHARTS;
}
