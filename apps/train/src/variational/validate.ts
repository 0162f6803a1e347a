import type { VaeBuilt } from '@jensenjs/app-models';
import { foldIn, type Key } from '@jensenjs/core';
import type { Dataset } from '@jensenjs/data';
import { scalar, sum, tidy } from '@tensorflow/tfjs-core';
import type { Metrics } from '../history';
import { imageBatch } from '../image-batch';

const IMAGES_AT_ONCE = 250;

/** The means over all images of a data set of the bound that the model is trained on, and of its terms. */
export function validate(
  { model, estimator, conditional }: VaeBuilt,
  dataset: Dataset,
): (args: { key: Key; step: number }) => Promise<Metrics> {
  const [count] = dataset.shape;
  return async ({ key, step }) => {
    const totals: Record<string, number> = {};
    for (let from = 0; from < count; from += IMAGES_AT_ONCE) {
      const rows = { from, count: Math.min(IMAGES_AT_ONCE, count - from) };
      const sums = tidy(() => {
        const { metrics } = estimator.estimate({
          key: foldIn(key, from),
          model,
          batch: imageBatch(dataset, rows, conditional),
          step: scalar(step, 'int32'),
          training: false,
        });
        return Object.fromEntries(Object.entries(metrics).map(([name, values]) => [name, sum(values)]));
      });
      for (const [name, total] of Object.entries(sums)) {
        totals[name] = (totals[name] ?? 0) + ((await total.data())[0] ?? Number.NaN) / count;
        total.dispose();
      }
    }
    return totals;
  };
}
