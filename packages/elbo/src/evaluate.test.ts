import { ArgumentError, key } from '@jensenjs/core';
import { klDivergence } from '@jensenjs/distributions';
import { expectClose, expectNoLeak, expectWithinStandardErrors } from '@jensenjs/testing';
import { reshape } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { evaluateBound, importanceWeightedLogLikelihood } from './evaluate';
import {
  discreteLatent,
  discreteLatentModel,
  fixtureNoise,
  jointOf,
  linearGaussian,
  linearGaussianModel,
} from './models.fixture';

const gaussian = linearGaussianModel();
const batch = { x: gaussian.x };
const { records } = linearGaussian;

describe('importanceWeightedLogLikelihood', () => {
  it.each([1, 2, 3, 5, 8])('is the bound of the fixed noise for k = %i', (samples) => {
    const bound = expectNoLeak(() =>
      importanceWeightedLogLikelihood({ key: fixtureNoise(), model: gaussian.model, batch, samples }),
    );
    expectClose(
      bound,
      records.map((r) => r.iwae_bound_by_k[samples - 1] as number),
    );
  });

  it('weighs chunks of unequal size by their size', () => {
    // The noise is the same in each chunk: draws 0 and 1, then 0 and 1, then 0.
    const bound = importanceWeightedLogLikelihood({
      key: fixtureNoise(),
      model: gaussian.model,
      batch,
      samples: 5,
      chunk: 2,
    });
    const expected = records.map(({ log_weights: [a = 0, b = 0] }) =>
      Math.log((3 * Math.exp(a) + 2 * Math.exp(b)) / 5),
    );
    expectClose(bound, expected);
  });

  it('has the expectation of the 2- and 3-sample bounds', () => {
    const copies = 400;
    const { model, x } = discreteLatentModel(copies);
    for (const samples of [2, 3] as const) {
      const bound = importanceWeightedLogLikelihood({ key: key(samples), model, batch: { x }, samples });
      expectWithinStandardErrors(
        reshape(bound, [copies, discreteLatent.records.length]),
        discreteLatent.records.map((r) => r[`expected_iwae_bound_k${samples}`]),
      );
    }
  });

  it('is log p(x) for each draw of an exact posterior, however chunked', () => {
    const { model, x } = discreteLatentModel(1, (r) => r.posterior.map(Math.log));
    for (const chunk of [1, 4, 100]) {
      const bound = importanceWeightedLogLikelihood({ key: key(chunk), model, batch: { x }, samples: 10, chunk });
      expectClose(
        bound,
        discreteLatent.records.map((r) => r.log_px),
        { relative: 1e-5 },
      );
    }
  });

  it('comes near log p(x) with many samples', () => {
    const bound = importanceWeightedLogLikelihood({
      key: key(3),
      model: gaussian.model,
      batch,
      samples: 20_000,
      chunk: 5000,
    });
    expectClose(
      bound,
      records.map((r) => r.log_px),
      { relative: 0, absolute: 0.1 },
    );
  });

  it('takes joint models', () => {
    const { model } = jointOf(gaussian);
    const bound = importanceWeightedLogLikelihood({ key: fixtureNoise(2), model, batch, samples: 3 });
    expectClose(
      bound,
      records.map((r) => r.log_weights[2] as number),
    );
  });

  it('refuses samples and chunks that are not positive integers', () => {
    const run = (options: object) => () =>
      importanceWeightedLogLikelihood({ key: key(1), model: gaussian.model, batch, samples: 2, ...options });
    expect(run({ samples: 0 })).toThrow('importanceWeightedLogLikelihood: samples must be a positive integer, got 0.');
    expect(run({ chunk: 1.5 })).toThrow(ArgumentError);
  });
});

describe('evaluateBound', () => {
  it('averages log p(x, z) − log q(z | x) without a KL', () => {
    const bound = expectNoLeak(() => evaluateBound({ key: fixtureNoise(), model: gaussian.model, batch, samples: 8 }));
    expectClose(
      bound,
      records.map((r) => r.elbo_monte_carlo_k8),
    );
    const chunked = evaluateBound({ key: fixtureNoise(), model: gaussian.model, batch, samples: 3, chunk: 2 });
    expectClose(
      chunked,
      records.map(({ log_weights: [a = 0, b = 0] }) => (2 * a + b) / 3),
    );
  });

  it('is exact in the KL with a formula', () => {
    const run = (seed: number) =>
      evaluateBound({ key: key(seed), model: gaussian.model, batch, samples: 500, kl: klDivergence });
    const samples = [1, 2, 3, 4, 5, 6].map((seed) => Array.from(run(seed).dataSync()));
    // 6 values have a rough standard error; 8 of them
    expectWithinStandardErrors(
      samples,
      records.map((r) => r.elbo),
      8,
    );
  });
});
