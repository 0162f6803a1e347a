import type { Key, LatentModel } from '@jensenjs/core';
import type { Dataset } from '@jensenjs/data';
import { klDivergence } from '@jensenjs/distributions';
import { elbo } from '@jensenjs/elbo';
import { foldIn } from '@jensenjs/core';
import { scalar, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Terms } from './history';
import { testImages } from './test-images';

const IMAGES_AT_ONCE = 250;

/** The mean bound and its terms over all images of a data set, with one posterior sample each. */
export function validate(
  model: LatentModel<true>,
  dataset: Dataset,
): (args: { key: Key; step: number }) => Promise<Record<keyof Terms, number>> {
  const estimator = elbo({ kl: klDivergence });
  const [count] = dataset.shape;
  return async ({ key, step }) => {
    const totals = { bound: 0, reconstruction: 0, kl: 0 };
    for (let from = 0; from < count; from += IMAGES_AT_ONCE) {
      const x = testImages(dataset, from, Math.min(IMAGES_AT_ONCE, count - from));
      const sums = tidy(() => {
        const { metrics } = estimator.estimate({
          key: foldIn(key, from),
          model,
          batch: { x: tensor(x.data, [...x.shape]) },
          step: scalar(step, 'int32'),
          training: false,
        });
        return Object.fromEntries(Object.entries(metrics).map(([name, values]) => [name, sum(values)]));
      });
      for (const term of ['bound', 'reconstruction', 'kl'] as const) {
        const total = sums[term];
        if (total) totals[term] += ((await total.data())[0] ?? Number.NaN) / count;
        total?.dispose();
      }
    }
    return totals;
  };
}
