import { type Distribution, key } from '@jensenjs/core';
import { expectClose, expectWithinStandardErrors, flatten } from '@jensenjs/testing';
import { cast, fill, grad, prod, square, sub, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli, categorical, normal, standardNormal, uniform } from './index';

const N = 100_000;

/** Distance of Kolmogorov and Smirnov times √n; above 1.95 in one of a thousand correct programs. */
function kolmogorovSmirnov(samples: Tensor, cdf: (x: Tensor) => Tensor): number {
  const sorted = tensor(flatten(samples).sort((a, b) => a - b));
  const n = sorted.size;
  const gaps = flatten(cdf(sorted)).map((p, i) => Math.max(p - i / n, (i + 1) / n - p));
  return Math.sqrt(n) * gaps.reduce((a, b) => Math.max(a, b));
}

/** Pearson's χ² of class counts. */
function chiSquare(samples: Tensor, probs: readonly number[]): number {
  const counts = probs.map(() => 0);
  for (const x of flatten(samples)) counts[x] = (counts[x] ?? Number.NaN) + 1;
  return counts.reduce((total, count, k) => {
    const expected = samples.size * (probs[k] as number);
    return expected === 0 && count === 0 ? total : total + (count - expected) ** 2 / expected;
  }, 0);
}

describe.each([
  { name: 'normal', d: normal(1.5, 0.7), wrong: normal(1.52, 0.7), mean: 1.5, variance: 0.49 },
  { name: 'narrow normal far out', d: normal(-300, 0.5), wrong: normal(-300, 0.47), mean: -300, variance: 0.25 },
  { name: 'uniform', d: uniform(-1, 3), wrong: uniform(-1, 3.05), mean: 1, variance: 16 / 12 },
])('$name', ({ d, wrong, mean, variance }) => {
  const x = d.sample(key(1), [N]);

  it('has samples with its moments', () => {
    expectWithinStandardErrors(x, mean);
    expectWithinStandardErrors(square(sub(x, mean)), variance);
  });

  it('has samples with its cumulative distribution, and a wrong sampler has not', () => {
    expect(kolmogorovSmirnov(x, d.cdf)).toBeLessThan(1.95);
    expect(kolmogorovSmirnov(wrong.sample(key(1), [N]), d.cdf)).toBeGreaterThan(1.95);
  });
});

// The bound of χ² is exceeded by one of a thousand correct programs.
describe.each<{ name: string; d: Distribution; wrong: Distribution; probs: number[]; bound: number }>([
  {
    name: 'bernoulli of logits',
    d: bernoulli({ logits: -1 }),
    wrong: bernoulli({ logits: -0.95 }),
    probs: [0.7310585786, 0.2689414214],
    bound: 10.83,
  },
  {
    name: 'bernoulli of probs',
    d: bernoulli({ probs: 0.9 }),
    wrong: bernoulli({ probs: 0.895 }),
    probs: [0.1, 0.9],
    bound: 10.83,
  },
  {
    name: 'bernoulli of a rare event',
    d: bernoulli({ logits: -8 }),
    wrong: bernoulli({ logits: -7 }),
    probs: [1 - 3.353501305e-4, 3.353501305e-4],
    bound: 10.83,
  },
  {
    name: 'categorical of logits',
    d: categorical({ logits: [Math.log(2) + 100, Math.log(3) + 100, -Infinity, Math.log(5) + 100] }),
    wrong: categorical({ probs: [2, 3.2, 0, 5] }),
    probs: [0.2, 0.3, 0, 0.5],
    bound: 13.82,
  },
  {
    name: 'categorical of probs',
    d: categorical({ probs: [1, 2, 3, 4] }),
    wrong: categorical({ probs: [1.05, 2, 3, 4] }),
    probs: [0.1, 0.2, 0.3, 0.4],
    bound: 16.27,
  },
])('$name', ({ d, wrong, probs, bound }) => {
  it('has samples of its frequencies, and a wrong sampler has not', () => {
    expect(chiSquare(d.sample(key(1), [N]), probs)).toBeLessThan(bound);
    expect(chiSquare(wrong.sample(key(1), [N]), probs)).toBeGreaterThan(bound);
  });
});

it('resolves probabilities below the spacing of float32 at 1', () => {
  const share = (d: Distribution): number => flatten(sum(cast(d.sample(key(1), [N]), 'float32')))[0] as number;
  expect(share(bernoulli({ probs: [0, 1e-12] }))).toBe(0);
  expect(share(bernoulli({ probs: [1, 1] }))).toBe(2 * N);
  expect(share(bernoulli({ logits: [-200, 200] }))).toBe(N);
});

it('draws independent elements', () => {
  const x = standardNormal([2]).sample(key(5), [N]);
  expectWithinStandardErrors(prod(x, 1), 0);
  const [b, c] = [bernoulli({ probs: [0.3, 0.6] }), categorical({ probs: [[1, 1], [2, 1]] })]; // biome-ignore format: rows
  expectWithinStandardErrors(prod(b.sample(key(5), [N]), 1), 0.18);
  expectWithinStandardErrors(prod(cast(c.sample(key(5), [N]), 'float32'), 1), 1 / 6);
});

describe('pathwise gradients of E x² are unbiased', () => {
  /** One gradient per sample, of a distribution with a parameter per sample. */
  const slopes = (make: (p: Tensor) => Distribution, at: number): Tensor =>
    grad((p) => sum(square(make(p).sample(key(6)))))(fill([N / 5], at));

  it('for the normal, E x² = loc² + scale²', () => {
    expectWithinStandardErrors(
      slopes((loc) => normal(loc, 0.5), 1.2),
      2.4,
    );
    expectWithinStandardErrors(
      slopes((scale) => normal(1.2, scale), 0.5),
      1,
    );
  });

  it('for the uniform, E x² = (low² + low high + high²) / 3', () => {
    expectWithinStandardErrors(
      slopes((low) => uniform(low, 2), -1),
      0,
    );
    expectWithinStandardErrors(
      slopes((high) => uniform(-1, high), 2),
      1,
    );
  });

  it('and those of log q(z) at z of q are those of the entropy', () => {
    // E d/dscale log q(z(scale)) = −1/scale, which sampleAndLogProb gives without noise
    const scale = fill([10], 0.5);
    const slope = grad((s) => sum(normal(0, s).sampleAndLogProb(key(7)).logProb))(scale);
    expectClose(slope, fill([10], -2));
  });
});
