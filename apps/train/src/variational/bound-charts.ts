import { type Point, steady } from '../history';
import type { Chart } from '../report/charts';

/** The terms of the bound over the epochs, in training and in validation. */
export function boundCharts(history: readonly Point[], draws: number): Chart[] {
  const bound = draws === 1 ? 'reconstruction minus KL; higher is better' : `of ${draws} draws; higher is better`;
  return [
    chart(history, 'bound', 'Bound', bound),
    chart(history, 'reconstruction', 'Reconstruction', 'E log p(x | z)'),
    chart(history, 'kl', 'KL', 'of q(z | x) from the prior'),
  ];
}

function chart(history: readonly Point[], term: string, name: string, note: string): Chart {
  const training = steady(history).map(({ epoch, train }) => ({ epoch, value: train[`model/${term}`] ?? Number.NaN }));
  const validation = history.flatMap((point) =>
    point.validation ? [{ epoch: point.epoch, value: point.validation[term] ?? Number.NaN }] : [],
  );
  return {
    name,
    note,
    unit: 'nats per image',
    series: [
      { label: 'training', values: training },
      ...(validation.length > 0 ? [{ label: 'validation', values: validation }] : []),
    ],
  };
}
