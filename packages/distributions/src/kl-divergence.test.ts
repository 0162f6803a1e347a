import { ArgumentError, type Distribution, type KlFunction, key, UnsupportedError } from '@jensenjs/core';
import { expectClose, expectNoLeak, finiteDifference, flatten } from '@jensenjs/testing';
import { fixture } from '@jensenjs/testing/node';
import { fill, grad, grads, sum, type Tensor, type TensorLike, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  bernoulli,
  categorical,
  createKlDivergence,
  independent,
  klBernoulliBernoulli,
  klCategoricalCategorical,
  klDivergence,
  klIndependent,
  klNormalNormal,
  klNormalUniform,
  klTable,
  klUniformNormal,
  klUniformUniform,
  monteCarloKl,
  normal,
  standardNormal,
  uniform,
} from './index';

interface Side {
  readonly make: (...parameters: Tensor[]) => Distribution;
  readonly parameters: readonly TensorLike[];
}

const ofNormal = (loc: Tensor, scale: Tensor): Distribution => normal(loc, scale);
const ofUniform = (low: Tensor, high: Tensor): Distribution => uniform(low, high);

/** Of each kind one distribution of batch shape [2, 1], and one of batch shape [3] whose support contains the first's. */
const KINDS: Readonly<Record<string, { readonly p: Side; readonly q: Side }>> = {
  normal: {
    p: {
      make: ofNormal,
      parameters: [
        [[0.5], [-1]],
        [[0.7], [1.5]],
      ],
    },
    q: {
      make: ofNormal,
      parameters: [
        [0, 1, -0.5],
        [1, 2, 0.8],
      ],
    },
  },
  uniform: {
    p: {
      make: ofUniform,
      parameters: [
        [[-1], [0]],
        [[1], [2]],
      ],
    },
    q: {
      make: ofUniform,
      parameters: [
        [-2, -1.5, -3],
        [3, 2.5, 4],
      ],
    },
  },
  bernoulli: {
    p: { make: (probs) => bernoulli({ probs: probs }), parameters: [[[0.2], [0.7]]] },
    q: { make: (logits) => bernoulli({ logits: logits }), parameters: [[0, 1, -1]] },
  },
  categorical: {
    p: { make: (logits) => categorical({ logits: logits }), parameters: [[[[1, 0, -1]], [[0, 2, 0.5]]]] },
    q: {
      make: (probs) => categorical({ probs: probs }),
      parameters: [
        [
          [1, 2, 3],
          [1, 1, 1],
          [4, 2, 3],
        ],
      ],
    },
  },
  independent: {
    p: { make: (loc) => independent(normal(loc, 0.5), 1), parameters: [[[[1, 0]], [[0, 2]]]] },
    q: {
      make: (loc) => independent(normal(loc, [1, 2]), 1),
      parameters: [
        [
          [1, 0],
          [0, 2],
          [0.5, 0.3],
        ],
      ],
    },
  },
};

describe.each(klTable)('$p || $q', (row) => {
  const [first, second] = [KINDS[row.p]?.p as Side, KINDS[row.q]?.q as Side];
  const split = first.parameters.length;
  const inputs = [...first.parameters, ...second.parameters].map((values) => tensor(values));
  const both = (xs: readonly Tensor[]): [Distribution, Distribution] => [
    first.make(...xs.slice(0, split)),
    second.make(...xs.slice(split)),
  ];
  const [p, q] = both(inputs);

  it('broadcasts the batch shapes and leaks nothing', () => {
    expect(expectNoLeak(() => klDivergence(p, q)).shape).toEqual([2, 3]);
  });

  if (row.label === 'infinite') {
    it('is infinite', () => {
      expectClose(klDivergence(p, q), fill([2, 3], Number.POSITIVE_INFINITY));
    });
    return;
  }

  it('agrees with Monte Carlo', () => {
    const { estimate, standardError } = expectNoLeak(() => monteCarloKl(key(1), p, q, { samples: 10_000 }));
    expect([estimate.shape, standardError.shape]).toEqual([
      [2, 3],
      [2, 3],
    ]);
    const [mean, error] = [flatten(estimate), flatten(standardError)];
    flatten(klDivergence(p, q)).forEach((kl, i) => {
      expect(kl).toBeGreaterThan(0);
      expect(Math.abs(kl - (mean[i] as number))).toBeLessThanOrEqual(4 * (error[i] as number) + 1e-5 * kl);
      expect(error[i]).toBeLessThan(0.1);
    });
  });

  it('has the gradients of finite differences', () => {
    const f = (xs: readonly Tensor[]): Tensor => sum(klDivergence(...both(xs)));
    const slopes = grads((...xs) => f(xs))(inputs);
    inputs.forEach((input, i) => {
      const numeric = finiteDifference((x) => f(inputs.map((y, j) => (i === j ? x : y))), input, { step: 2 ** -6 });
      expectClose(slopes[i] as Tensor, numeric, { relative: 1e-3, absolute: 1e-3 });
    });
  });

  if (row.p !== row.q) return;
  it('is zero for equal distributions, with zero gradients', () => {
    const parameters = first.parameters.map((values) => tensor(values));
    expectClose(klDivergence(first.make(...parameters), first.make(...parameters)), fill([2, 1], 0), { absolute: 0 });
    if (row.p === 'uniform') return; // at the edge of the domain, with one-sided gradients
    const slopes = grads((...xs) => sum(klDivergence(first.make(...xs), first.make(...parameters))))(parameters);
    for (const slope of slopes)
      expectClose(
        slope,
        flatten(slope).map(() => 0),
        { absolute: 1e-7 },
      );
  });
});

describe('with exact models', () => {
  const gaussian = fixture<{
    records: { q_mean: number[]; q_std: number[]; kl_q_prior: number; kl_q_posterior: number }[];
  }>('models/linear_gaussian.json');
  const discrete = fixture<{
    prior_logits: number[];
    records: { posterior: number[]; q_logits: number[]; kl_q_prior: number; kl_q_posterior: number }[];
  }>('models/discrete_latent.json');

  it('is the KL of a Gaussian posterior from the standard normal prior', () => {
    expect(gaussian.records).toHaveLength(6);
    for (const { q_mean, q_std, kl_q_prior } of gaussian.records)
      expectClose(klDivergence(independent(normal(q_mean, q_std), 1), standardNormal([2])), kl_q_prior);
  });

  it('is the KL of a categorical posterior from the prior and from the exact posterior', () => {
    expect(discrete.records).toHaveLength(6);
    for (const { posterior, q_logits, kl_q_prior, kl_q_posterior } of discrete.records) {
      const q = categorical({ logits: q_logits });
      expectClose(klDivergence(q, categorical({ logits: discrete.prior_logits })), kl_q_prior);
      expectClose(klDivergence(q, categorical({ probs: posterior })), kl_q_posterior);
    }
  });
});

describe('in float32', () => {
  const normalKl = (ratio: number, z: number): number => 0.5 * (ratio ** 2 - 1 - 2 * Math.log(ratio) + z ** 2);

  it.each([2 ** -6, 2 ** -9, 2 ** -12])('keeps digits of normals that differ by %f', (d) => {
    // d² − d³/3·… of ½ (r² − 1 − log r²) at r = 1 + d, summed here by log1p in double precision
    const exact = 0.5 * (d * (2 + d) - 2 * Math.log1p(d));
    expectClose(klNormalNormal({ loc: 0, scale: 1 + d }, { loc: 0, scale: 1 }), exact, { relative: 1e-3, absolute: 0 });
  });

  it.each([
    [1e-6, 1e6],
    [1e6, 1e-6],
    [3e-3, 1],
    [1, 1e-4],
  ])('holds for scales %f and %f', (a, b) => {
    const exact = normalKl(a / b, 1 / b);
    expectClose(klNormalNormal({ loc: 1, scale: a }, { loc: 0, scale: b }), exact, { relative: 1e-6 });
  });

  it.each([1e-38, 1e-25, 1e-8, 1, 1e8, 1e18])('holds for widths and scales of %d, values and gradients', (s) => {
    const ratio = 4 / 3;
    const cases = [
      [
        (p: Tensor, q: Tensor) => klNormalNormal({ loc: 0, scale: p }, { loc: 0, scale: q }),
        0.5 * (ratio ** -2 - 1) + Math.log(ratio),
      ],
      [(p: Tensor, q: Tensor) => klUniformUniform({ low: 0, high: p }, { low: 0, high: q }), Math.log(ratio)],
      [
        (p: Tensor, q: Tensor) => klUniformNormal({ low: 0, high: p }, { loc: 0, scale: q }),
        ratio ** -2 / 6 + Math.log(ratio) + 0.5 * Math.log(2 * Math.PI),
      ],
    ] as const;
    for (const [kl, expected] of cases) {
      const [p, q] = [tensor(s), tensor(ratio * s)];
      expectClose(kl(p, q), expected, { relative: 0, absolute: 2e-6 });
      // a change of scale of both leaves the divergence alone: p dp + q dq = 0
      const [dp, dq] = grads(kl)([p, q]).map((slope) => (flatten(slope)[0] as number) * s) as [number, number];
      expect(Math.abs(dq)).toBeGreaterThan(0.1);
      expectClose(dp + ratio * dq, 0);
    }
  });

  it('holds where the ratio of the scales leaves float32', () => {
    const kl = (p: number, q: number): Tensor => klNormalNormal({ loc: 0, scale: p }, { loc: 0, scale: q });
    expectClose(kl(1e-25, 1e25), 50 * Math.log(10) - 0.5);
    expectClose(kl(1e25, 1e-25), Infinity);
  });

  it('is never negative', () => {
    const x = Array.from({ length: 1000 }, (_, i) => i / 1000 - 0.5);
    const near = x.map((v, i) => Math.fround(v + (((i * 7919) % 1000) / 1000 - 0.5) * 1e-4));
    const results = [
      klNormalNormal({ loc: 0, scale: x.map(Math.exp) }, { loc: 0, scale: near.map(Math.exp) }),
      klBernoulliBernoulli({ logits: x }, { logits: near }),
      klBernoulliBernoulli(
        { probs: x.map((v) => v + 0.5) },
        { probs: near.map((v) => Math.min(1, Math.max(0, v + 0.5))) },
      ),
      klCategoricalCategorical({ logits: x.map((v) => [v, 0, 1]) }, { logits: near.map((v) => [v, 0, 1]) }),
    ];
    for (const kl of results) expect(Math.min(...flatten(kl))).toBeGreaterThanOrEqual(0);
  });

  it.each([2 ** -5, 2 ** -8])('keeps digits of Bernoulli and categorical distributions that differ by %f', (d) => {
    const softplus = (l: number): number => Math.log1p(Math.exp(l));
    const sigmoid = (l: number): number => 1 / (1 + Math.exp(-l));
    // the Bregman divergence of softplus
    const exact = (a: number, b: number): number => softplus(b) - softplus(a) - (b - a) * sigmoid(a);
    for (const l of [-8, -1, 0, 0.5, 8]) {
      const tolerance = { relative: 2e-3, absolute: 0 };
      expectClose(klBernoulliBernoulli({ logits: l }, { logits: l + d }), exact(l, l + d), tolerance);
      expectClose(klCategoricalCategorical({ logits: [l, 0] }, { logits: [l + d, 0] }), exact(l, l + d), tolerance);
    }
  });

  it('holds for certain and nearly certain outcomes, values and gradients', () => {
    const f = (a: Tensor): Tensor => klBernoulliBernoulli({ logits: a }, { logits: -200 });
    expectClose(f(tensor(200)), 200);
    expectClose(grad(f)(tensor(200)), 0);
    expectClose(grad((b) => klBernoulliBernoulli({ logits: 200 }, { logits: b }))(tensor(-200)), -1);
    expectClose(klBernoulliBernoulli({ probs: [0, 1, 0, 1, 0.5] }, { probs: [0, 1, 0.5, 0, 1] }), [
      0,
      0,
      Math.LN2,
      Infinity,
      Infinity,
    ]);
    const edge = grad((p) => sum(klBernoulliBernoulli({ probs: p }, { probs: [0, 1, 0, 1] })))(
      tensor([0, 1, 0.5, 0.5]),
    );
    expect(flatten(edge).every(Number.isFinite)).toBe(true);
  });
});

describe('formulas', () => {
  it('take plain parameters', () => {
    const [n, u] = [
      { loc: [0, 1], scale: 2 },
      { low: [[-1], [0]], high: 3 },
    ];
    expectClose(klNormalNormal(n, { loc: 0, scale: 1 }), klDivergence(normal(n.loc, n.scale), normal(0, 1)));
    expectClose(klUniformNormal(u, n), klDivergence(uniform(u.low, u.high), normal(n.loc, n.scale)));
    expectClose(klUniformUniform(u, { low: -5, high: 5 }), [[Math.log(10 / 4)], [Math.log(10 / 3)]]);
    expectClose(klNormalUniform(n, u), fill([2, 2], Number.POSITIVE_INFINITY));
  });

  it('serve as KL functions', () => {
    const formulas: KlFunction[] = [klNormalNormal, klBernoulliBernoulli, klIndependent(klNormalNormal)];
    expect(formulas).toHaveLength(3);
    const p = independent(normal([[1, 2], [3, 4]], 1), 1); // biome-ignore format: rows
    expectClose(klIndependent(klNormalNormal)(p, standardNormal([2])), [2.5, 12.5]);
  });

  it.each<[string, () => Tensor, RegExp]>([
    [
      'another kind',
      () => klNormalNormal(bernoulli({ probs: 0.5 }), normal(0, 1)),
      /^klNormalNormal: expected normal.*got bernoulli/,
    ],
    [
      'both parameters',
      () => klBernoulliBernoulli({ logits: 0, probs: 0 } as never, { probs: 1 }),
      /either logits or probs, got both/,
    ],
    [
      'other classes',
      () => klCategoricalCategorical({ probs: [1] }, { probs: [1, 1] }),
      /equal numbers of classes, got 1 and 2/,
    ],
    [
      'other ranks',
      () => klIndependent(klNormalNormal)(standardNormal([2]), standardNormal([1, 2])),
      /events of equal shape, got \[2\] of rank 1 and \[1, 2\] of rank 2/,
    ],
    [
      'no independence',
      () => klIndependent(klNormalNormal)(normal(0, 1), standardNormal([])),
      /expected independent distributions, got normal/,
    ],
    [
      'other events',
      () => klDivergence(standardNormal([2]), standardNormal([3])),
      /equal event shapes, got \[2\] and \[3\]/,
    ],
    [
      'other batches',
      () => klDivergence(normal([0, 0], 1), normal([0, 0, 0], 1)),
      /batch shapes that broadcast, got \[2\] and \[3\]/,
    ],
  ])('refuse %s', (_, f, message) => {
    expect(f).toThrow(ArgumentError);
    expect(f).toThrow(message);
  });
});

describe('rows of the user', () => {
  it('are asked for where the table has none', () => {
    expect(() => klDivergence(bernoulli({ probs: 0.5 }), normal(0, 1))).toThrow(UnsupportedError);
    expect(() => klDivergence(standardNormal([2]), independent(uniform([0, 0], 1), 1))).not.toThrow();
    expect(() => klDivergence(normal(0, 1), bernoulli({ probs: 0.5 }))).toThrow(
      /^klDivergence: no closed form for normal \|\| bernoulli\. Pass your own formula.*monteCarlo\(\{ samples \}\)/,
    );
  });

  it('come before the table, also within independent, and leave it alone', () => {
    const before = klTable.length;
    const kl = createKlDivergence([
      { p: 'bernoulli', q: 'normal', label: 'closed', formula: () => tensor([7, 8]) },
      { p: 'normal', q: 'normal', label: 'closed', formula: () => tensor([1, 2]) },
    ]);
    expectClose(kl(bernoulli({ probs: 0.5 }), normal(0, 1)), [7, 8]);
    expectClose(kl(independent(normal([0, 0], 1), 1), standardNormal([2])), 3);
    expectClose(kl(uniform(0, 1), uniform(0, 1)), 0);
    expectClose(klDivergence(normal(0, 1), normal(0, 1)), 0);
    expect(klTable).toHaveLength(before);
    expect(() => (klTable as unknown[]).push(0)).toThrow(TypeError);
  });
});

describe('monteCarloKl', () => {
  it('says how far it may be off', () => {
    const { estimate, standardError } = monteCarloKl(key(2), normal(1, 1), normal(0, 1), { samples: 20_000 });
    // log p − log q = z + ½ with z normal
    expectClose(standardError, 1 / Math.sqrt(20_000), { relative: 0.05 });
    expectClose(estimate, 0.5, { relative: 0, absolute: 4 / Math.sqrt(20_000) });
  });

  it('is infinite with an infinite error where q excludes a sample', () => {
    const { estimate, standardError } = monteCarloKl(key(2), normal(0, 1), uniform(0, 1), { samples: 10 });
    expectClose(estimate, Infinity);
    expectClose(standardError, Infinity);
  });

  it('refuses fewer than two samples', () => {
    expect(() => monteCarloKl(key(2), normal(0, 1), normal(0, 1), { samples: 1 })).toThrow(/at least 2, got 1/);
  });
});
