import type { Distribution } from '@jensenjs/core';
import {
  type DistributionRecord,
  expectClose,
  flatten,
  float32Tolerance,
  type Nested,
  type ReferencePoint,
  skipsInFloat32,
} from '@jensenjs/testing';
import { distributionFixture } from '@jensenjs/testing/node';
import { grads, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Parameters } from './families.fixture';
import { bernoulli, categorical, type LogitsOrProbs, normal, uniform } from './index';

interface Case {
  readonly make: (p: Parameters) => Distribution;
  /** Numbers that the file makes us compare, so that a loader that reads nothing fails. */
  readonly counts: Readonly<Record<'logProb' | 'skipped' | 'cdf' | 'moments' | 'quantiles' | 'gradients', number>>;
}

const CASES: Readonly<Record<string, Case>> = {
  Bernoulli: {
    make: (p) => bernoulli(p as LogitsOrProbs),
    counts: { logProb: 0, skipped: 0, cdf: 0, moments: 0, quantiles: 0, gradients: 0 },
  },
  Categorical: {
    make: (p) => categorical(p as LogitsOrProbs),
    counts: { logProb: 0, skipped: 0, cdf: 0, moments: 0, quantiles: 0, gradients: 0 },
  },
  Normal: {
    make: (p) => normal(p.loc as number, p.scale as number),
    counts: { logProb: 0, skipped: 0, cdf: 0, moments: 0, quantiles: 0, gradients: 0 },
  },
  Uniform: {
    make: (p) => uniform(p.low as number, p.high as number),
    counts: { logProb: 0, skipped: 0, cdf: 0, moments: 0, quantiles: 0, gradients: 0 },
  },
};

const numbers = (x: Tensor): number[] => flatten(x);
const near = (reference: number, tolerance: number) => ({ relative: 0, absolute: tolerance });

describe.each(Object.entries(CASES))('%s', (name, { make, counts }) => {
  const { records } = distributionFixture(name);
  const skips = ({ params }: DistributionRecord, { value, log_prob, input_sensitivity }: ReferencePoint): boolean =>
    skipsInFloat32(log_prob as number, input_sensitivity ?? 0, [params, value]);
  /** Calls `check` for each number to compare and asserts how many there were. */
  const comparisons = (expected: number, run: (count: () => void) => void): void => {
    let count = 0;
    run(() => count++);
    expect(count).toBe(expected);
  };

  it('has the log density', () => {
    let skipped = 0;
    comparisons(counts.logProb, (count) => {
      for (const record of records) {
        const got = numbers(
          make(record.params as Parameters).logProb(record.points.map(({ value }) => value as number)),
        );
        record.points.forEach((point, i) => {
          const reference = point.log_prob as number;
          // conventions differ at the ends of a support: only NaN is wrong
          if (point.edge) return expect(got[i], record.id).not.toBeNaN();
          if (skips(record, point)) return skipped++;
          count();
          expectClose(got[i] as number, reference, {
            relative: 0,
            absolute: float32Tolerance(reference, point.input_sensitivity),
          });
        });
      }
    });
    expect(skipped).toBe(counts.skipped);
  });

  it('has the cumulative distribution', () => {
    comparisons(counts.cdf, (count) => {
      for (const record of records) {
        const points = record.points.filter((point) => point.cdf != null && !skips(record, point));
        if (points.length === 0) continue;
        const got = numbers(make(record.params as Parameters).cdf(points.map(({ value }) => value as number)));
        points.forEach(({ cdf, log_cdf }, i) => {
          count();
          expectClose(got[i] as number, cdf as number, { relative: 0, absolute: 2e-6 });
          // the lower tail keeps its relative accuracy as far as float32 reaches
          if (name === 'Normal' && (log_cdf as number) > -80)
            expectClose(Math.log(got[i] as number), log_cdf as number, { relative: 1e-4, absolute: 2e-6 });
        });
      }
    });
  });

  it('has mean, variance and entropy', () => {
    comparisons(counts.moments, (count) => {
      for (const record of records)
        for (const moment of ['mean', 'variance', 'entropy'] as const) {
          const reference = record[moment];
          if (reference == null || skipsInFloat32(1, 0, [record.params])) continue;
          count();
          const got = make(record.params as Parameters)[moment]();
          expectClose(got, reference, { relative: 2e-6, absolute: 2e-6 });
        }
    });
  });

  it('has quantiles', () => {
    comparisons(counts.quantiles, (count) => {
      for (const record of records)
        for (const { p, icdf } of record.quantiles ?? []) {
          if (p < 1e-5 || p > 1 - 1e-5) continue;
          count();
          const got = make(record.params as Parameters).quantile(p);
          expectClose(got, icdf, {
            relative: 1e-4,
            absolute: 1e-4 * Math.abs(flatten(record.params.scale as Nested)[0] ?? 0),
          });
        }
    });
  });

  it('has the gradients of the log density in parameters and value', () => {
    comparisons(counts.gradients, (count) => {
      for (const record of records)
        for (const point of record.points) {
          if (!point.grad || skipsInFloat32(1, 0, [record.params, point.value])) continue;
          const names = Object.keys(record.params);
          const references = names.map((name) => point.grad?.params?.[name]);
          const inputs = names.map((name) => tensor(record.params[name] as number));
          if (point.grad.value != null) {
            inputs.push(tensor(point.value as number));
            references.push(point.grad.value);
          }
          const f = (...xs: Tensor[]): Tensor =>
            sum(
              make(Object.fromEntries(names.map((name, i) => [name, xs[i] as Tensor]))).logProb(
                xs[names.length] ?? (point.value as number),
              ),
            );
          const got = grads(f)(inputs);
          references.forEach((reference, i) => {
            if (reference == null) return;
            count();
            const values = numbers(got[i] as Tensor);
            if (record.tags.includes('hard')) return values.forEach((value) => expect(value, record.id).not.toBeNaN());
            expectClose(values, reference, { relative: 1e-4, absolute: 1e-4 });
          });
        }
    });
  });
});
