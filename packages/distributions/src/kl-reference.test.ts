import type { Distribution } from '@jensenjs/core';
import { expectClose, expectNoLeak, flatten, float32Tolerance, type KlOperand } from '@jensenjs/testing';
import { klFixture } from '@jensenjs/testing/node';
import { add, grads, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { BY_REFERENCE, type Parameters } from './families.fixture';
import { klDivergence } from './index';

const make = ({ distribution }: KlOperand, parameters: Parameters): Distribution =>
  (BY_REFERENCE[distribution] as (parameters: Parameters) => Distribution)(parameters);
const records = klFixture().records.filter((r) => [r.p, r.q].every(({ distribution }) => distribution in BY_REFERENCE));

it('has all pairs of these families', () => {
  const pairs: Record<string, number> = {};
  for (const { p, q } of records) {
    const pair = `${p.distribution} ${q.distribution}`;
    pairs[pair] = (pairs[pair] ?? 0) + 1;
  }
  expect(pairs).toEqual({
    'Bernoulli Bernoulli': 8,
    'Categorical Categorical': 8,
    'Normal Normal': 8,
    'Normal Uniform': 5,
    'Uniform Normal': 5,
    'Uniform Uniform': 8,
  });
});

it.each(records)('$id', ({ p, q, kl, grad }) => {
  const of = ({ params }: KlOperand) =>
    Object.entries(params).map(([name, value]) => [name, tensor(value as number)] as const);
  const [ps, qs] = [of(p), of(q)];
  const divergence = (xs: readonly Tensor[]): Tensor => {
    const parameters = (names: typeof ps, from: number): Parameters =>
      Object.fromEntries(names.map(([name], i) => [name, xs[from + i] as Tensor]));
    return klDivergence(make(p, parameters(ps, 0)), make(q, parameters(qs, ps.length)));
  };
  const inputs = [...ps, ...qs].map(([, x]) => x);
  const got = expectNoLeak(() => divergence(inputs));
  expect(got.shape).toEqual([]);
  expectClose(got, kl, { relative: 0, absolute: float32Tolerance(kl) });
  expect(flatten(got)[0]).toBeGreaterThanOrEqual(0);
  // without the other terms a divergence that is ∞ everywhere would not depend on its parameters
  const linked = (...xs: Tensor[]): Tensor => tidy(() => xs.reduce((total, x) => add(total, sum(x)), divergence(xs)));
  const slopes = grads(linked)(inputs).map((slope) => flatten(slope).map((s) => s - 1));
  [...ps.map(([name]) => grad?.p?.[name]), ...qs.map(([name]) => grad?.q?.[name])].forEach((reference, i) => {
    const slope = slopes[i] as number[];
    if (reference != null) expectClose(slope, reference, { relative: 1e-4, absolute: 1e-4 });
    // no reference where the divergence is infinite, but nothing that would spoil a sum
    else expect([kl, ...slope.map(Number.isFinite)]).toEqual([Infinity, ...slope.map(() => true)]);
  });
});
