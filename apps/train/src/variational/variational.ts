import type { EstimatorName, VaeBuilt } from '@jensenjs/app-models';
import type { Kind, Standing } from '../kind';
import type { Surroundings } from '../kind-of';
import { type Metrics, lastEpoch } from '../history';
import { count, decimals, withError } from '../numbers';
import type { VariationalFigures } from '../summary';
import type { Trained } from '../train-model';
import { type Evaluation, evaluate } from './evaluate';
import { validate } from './validate';

/** KL in nats above which a latent dimension counts as active. */
const ACTIVE = 0.01;

/** A VAE: it has bounds, and images held out to watch them on. */
export function variational(built: VaeBuilt, around: Surroundings): Kind {
  const { settings, data, keys, signal, task } = around;
  return {
    status: (train, validation) => status(train, validation, settings.estimator),
    validation: data.validation && { evaluate: validate(built, data.validation) },
    atEpoch: async () => {},
    evaluate: async (trained) => {
      const { testSamples, nllSamples, nllImages } = settings;
      const request = { key: keys.evaluation, built, test: data.test, testSamples, nllSamples, nllImages };
      const evaluation = await evaluate({ ...request, signal, onProgress: task });
      const figures = figuresOf(around, trained, evaluation);
      return {
        figures,
        lines: linesOf(figures),
        present: async (sheet) => {
          const { present } = await import('./present');
          return present({ built, around, trained, figures, dimensionKl: evaluation.dimensionKl, sheet });
        },
      };
    },
  };
}

function status(train: Metrics, validation: Metrics | undefined, estimator: EstimatorName): Standing {
  const [bound, reconstruction, kl] = ['bound', 'reconstruction', 'kl'].map((term) =>
    decimals(train[`model/${term}`] ?? Number.NaN),
  );
  return {
    line: [
      `bound ${bound}`,
      `reconstruction ${reconstruction}`,
      `KL ${kl}`,
      ...(validation ? [`validation ${decimals(validation.bound ?? Number.NaN)}`] : []),
    ],
    // The importance-weighted bound is above that difference.
    bar: `bound ${bound}${estimator === 'elbo' ? ` = ${reconstruction} − ${kl}` : `  KL ${kl}`} nats`,
  };
}

function figuresOf({ settings, data }: Surroundings, trained: Trained, evaluation: Evaluation): VariationalFigures {
  const last = lastEpoch(trained.history);
  const held = trained.history.findLast((point) => point.validation)?.validation;
  const { bound, nll, dimensionKl } = evaluation;
  return {
    estimator: settings.estimator,
    importanceSamples: settings.estimator === 'iwae' ? settings.importanceSamples : 1,
    validationImages: data.validation?.shape[0] ?? 0,
    testImages: data.test.shape[0],
    trainBound: last['model/bound'] ?? Number.NaN,
    trainReconstruction: last['model/reconstruction'] ?? Number.NaN,
    trainKl: last['model/kl'] ?? Number.NaN,
    validationBound: held?.bound ?? null,
    testBound: bound.value,
    testBoundError: bound.error,
    testBoundSamples: settings.testSamples,
    testNll: nll?.value ?? null,
    testNllError: nll?.error ?? null,
    testNllSamples: settings.nllSamples,
    testNllImages: nll?.images ?? 0,
    activeDimensions: dimensionKl.filter((kl) => kl > ACTIVE).length,
  };
}

function linesOf(figures: VariationalFigures): string[] {
  const { testBound, testBoundError, testImages, testNll, testNllError, testNllImages, testNllSamples } = figures;
  const bound = `test bound  ${withError(testBound, testBoundError)} nats (${count(testImages)} images)`;
  if (testNll === null) return [bound];
  const likelihood =
    `−log p(x)   ${withError(testNll, testNllError ?? 0)} nats ` +
    `(first ${count(testNllImages)} images, ${count(testNllSamples)} importance samples each)`;
  return [bound, likelihood];
}
