import type { Distribution } from '@jensenjs/core';
import {
  type DistributionRecord,
  expectClose,
  flatten,
  float32Tolerance,
  type ReferencePoint,
  skipsInFloat32,
} from '@jensenjs/testing';
import { distributionFixture } from '@jensenjs/testing/node';
import { grads, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { BY_REFERENCE, type Parameters } from './families.fixture';

/** Numbers that a family's file makes us compare, so that a loader that reads nothing fails. */
type Counts = Readonly<Record<'logProb' | 'skipped' | 'cdf' | 'moments' | 'quantiles' | 'gradients', number>>;

const COUNTS: Readonly<Record<string, Counts>> = {
  Bernoulli: { logProb: 60, skipped: 4, cdf: 60, moments: 45, quantiles: 0, gradients: 26 },
  Categorical: { logProb: 45, skipped: 0, cdf: 0, moments: 10, quantiles: 0, gradients: 34 },
  Normal: { logProb: 104, skipped: 8, cdf: 102, moments: 24, quantiles: 56, gradients: 336 },
  Uniform: { logProb: 36, skipped: 0, cdf: 43, moments: 18, quantiles: 42, gradients: 54 },
};

const numbers = (x: Tensor): number[] => flatten(x);

describe.each(Object.entries(COUNTS))('%s', (name, counts) => {
  const make = BY_REFERENCE[name] as (parameters: Parameters) => Distribution;
  const { records, discrete } = distributionFixture(name);
  const skips = ({ params }: DistributionRecord, { value, log_prob, input_sensitivity }: ReferencePoint): boolean =>
    skipsInFloat32(log_prob as number, input_sensitivity ?? 0, [params, value]);
  /** How far rounding the inputs to float32 moves the cdf of a continuous family: density · 2⁻²⁴ Σ |input|. */
  const cdfShift = ({ params }: DistributionRecord, { value, log_prob }: ReferencePoint): number =>
    discrete
      ? 0
      : Math.exp(log_prob as number) *
        2 ** -24 *
        flatten([value, ...Object.values(params)]).reduce((a, b) => a + Math.abs(b), 0);
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
        const got = numbers(make(record.params).logProb(record.points.map(({ value }) => value as number)));
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
        const points = record.points.filter(
          (point) => point.cdf != null && !skips(record, point) && cdfShift(record, point) < 2e-6,
        );
        if (points.length === 0) continue;
        const got = numbers(make(record.params).cdf(points.map(({ value }) => value as number)));
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
          const got = make(record.params)[moment]();
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
          const got = make(record.params).quantile(p);
          expectClose(got, icdf, { relative: 1e-4, absolute: 1e-5 * Math.sqrt(record.variance as number) });
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
