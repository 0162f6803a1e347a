import { ArgumentError, type Distribution, key, UnsupportedError } from '@jensenjs/core';
import { expectClose, finiteDifference, flatten } from '@jensenjs/testing';
import { fill, grad, grads, mul, sum, type Tensor, tensor, variable } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli, categorical, independent, normal, standardNormal, uniform } from './index';

const infinity = Number.POSITIVE_INFINITY;

describe('arguments', () => {
  it.each<[string, () => Distribution, RegExp]>([
    ['a scale of 0', () => normal(0, [1, 0]), /^normal\.scale: expected positive finite.*got 0 at index 1/],
    ['a negative scale', () => normal(0, -1), /^normal\.scale/],
    ['a scale that vanishes in float32', () => normal(0, 1e-60), /^normal\.scale.*got 0/],
    ['NaN', () => normal(Number.NaN, 1), /^normal\.loc: expected finite numbers, got NaN/],
    [
      'shapes that do not broadcast',
      () => normal([0, 0], [1, 1, 1]),
      /^normal: expected shapes that broadcast, got loc \[2\] and scale \[3\]/,
    ],
    [
      'an integer tensor',
      () => normal(tensor([1], [1], 'int32'), 1),
      /^normal\.loc: expected a float32 tensor, got int32/,
    ],
    ['ragged arrays', () => normal([[1], [1, 2]] as never, 1), /^normal\.loc/],
    ['bounds out of order', () => uniform([0, 1], [[2], [1]]), /^uniform: expected low < high.*got 1 and 1 at index 3/],
    ['bounds equal in float32', () => uniform(1, 1 + 1e-9), /^uniform: expected low < high/],
    ['a width beyond float32', () => uniform(-3e38, 3e38), /finite difference/],
    ['an infinite bound', () => uniform(0, infinity), /^uniform\.high/],
    [
      'a probability above 1',
      () => bernoulli({ probs: [0.5, 1.5] }),
      /^bernoulli\.probs: expected probabilities in \[0, 1\], got 1\.5 at index 1/,
    ],
    ['an infinite logit', () => bernoulli({ logits: infinity }), /^bernoulli\.logits/],
    [
      'both',
      () => bernoulli({ logits: 0, probs: 0.5 } as never),
      /^bernoulli: expected either logits or probs, got both/,
    ],
    ['neither', () => categorical({} as never), /^categorical: expected either logits or probs, got neither/],
    ['no classes', () => categorical({ probs: 1 }), /^categorical: expected a last dimension/],
    ['a negative probability', () => categorical({ probs: [1, -1] }), /^categorical\.probs/],
    ['a logit of ∞', () => categorical({ logits: [infinity, 0] }), /^categorical\.logits/],
    [
      'a row without a possible class',
      () =>
        categorical({
          probs: [
            [1, 0],
            [0, 0],
          ],
        }),
      /none in row 1/,
    ],
    [
      'too many event dimensions',
      () => independent(normal([0, 1], 1), 2),
      /^independent: expected a reinterpretedRank in \[0, 1\].*got 2/,
    ],
    ['a shape that is none', () => standardNormal([-1]), /^standardNormal: expected a shape/],
  ])('refuse %s', (_, f, message) => {
    expect(f).toThrow(ArgumentError);
    expect(f).toThrow(message);
  });

  it('are not read when they are tensors', () => {
    expect(() => normal(0, tensor(-1))).not.toThrow();
    expect(() => uniform(tensor(1), 0)).not.toThrow();
  });

  it('are copied when they are arrays and borrowed when they are tensors', () => {
    const [loc, scale] = [Float32Array.of(1, 2), variable(tensor([1, 1]))];
    const d = normal(loc, scale);
    loc[0] = 9;
    scale.assign(tensor([3, 4]));
    expectClose(d.mean(), [1, 2]);
    expectClose(d.variance(), [9, 16]);
    d.variance().dispose();
    expect(scale.isDisposed).toBe(false);
  });

  it('can be parameters of another distribution', () => {
    const p = normal([1, 2], 3);
    expectClose(normal(p.loc, p.scale).logProb(0), p.logProb(0));
    expectClose(p.loc.tensor(), [1, 2]);
  });
});

it('refuse values whose shape does not fit, by name', () => {
  const families = [
    normal([0, 1, 2], 1),
    uniform([0, 1, 2], 3),
    bernoulli({ logits: [0, 1, 2] }),
    bernoulli({ probs: [0, 0.5, 1] }),
    categorical({
      logits: [
        [0, 1],
        [1, 0],
        [0, 0],
      ],
    }),
  ];
  for (const d of families)
    for (const method of ['logProb', 'cdf', 'quantile'] as const) {
      if (d.kind === 'categorical' && method !== 'logProb') continue;
      const message = `${d.kind}.${method}: expected a shape that broadcasts with batch shape [3], got [2].`;
      expect(() => d[method]([0, 1])).toThrow(ArgumentError);
      expect(() => d[method]([0, 1])).toThrow(message);
    }
  expect(() => independent(normal([0, 1, 2], 1), 1).logProb([0, 1])).toThrow(/^normal\.logProb: expected a shape/);
});

describe('methods that a family lacks', () => {
  it.each<[string, () => Tensor, RegExp]>([
    ['uniform.mode', uniform(0, 1).mode, /Use mean/],
    ['categorical.mean', categorical({ probs: [1, 1] }).mean, /Use probs/],
    ['categorical.variance', categorical({ probs: [1, 1] }).variance, /Use probs/],
    ['categorical.cdf', () => categorical({ probs: [1, 1] }).cdf(0), /Cumulate probs/],
    ['categorical.quantile', () => categorical({ probs: [1, 1] }).quantile(0), /Cumulate probs/],
    ['independent.cdf', () => standardNormal([2]).cdf([0, 0]), /`base`/],
    ['independent.quantile', () => standardNormal([2]).quantile([0, 0]), /`base`/],
  ])('%s says what to use', (name, f, message) => {
    expect(f).toThrow(UnsupportedError);
    expect(f).toThrow(new RegExp(`^${name}: `));
    expect(f).toThrow(message);
  });
});

describe('normal', () => {
  it.each([1e-30, 1e-15, 1e15, 1e30])('has finite gradients at scale %d', (s) => {
    const f = (loc: Tensor, scale: Tensor): Tensor => normal(loc, scale).logProb(0);
    const [byLoc, byScale] = grads(f)([tensor(0), tensor(s)]) as [Tensor, Tensor];
    expectClose(byLoc, 0);
    expectClose(byScale, -1 / s);
    expectClose(normal(0, s).logProb(s), -0.5 - Math.log(s * Math.sqrt(2 * Math.PI)));
  });

  it('has density 0 at infinity and no density at NaN', () => {
    expectClose(normal(0, 1).logProb([infinity, -infinity, Number.NaN]), [-infinity, -infinity, Number.NaN]);
    expectClose(normal(0, 1).cdf([infinity, -infinity]), [1, 0]);
    expectClose(normal(1, 2).quantile([0, 1, -1, 2]), [-infinity, infinity, Number.NaN, Number.NaN]);
  });

  it('has quantiles that undo the cdf, as far as float32 goes into the tail', () => {
    const z = [-12, -9, -6, -4.5, -3, -1.5, -1, -0.3, 0, 0.3, 1, 1.5, 3];
    expectClose(normal(0, 1).quantile(normal(0, 1).cdf(z)), z, { relative: 2e-5 });
  });

  it('has the gradients and second derivatives of cdf and quantile', () => {
    const x = tensor([-2.5, -1, 0, 0.4, 2]);
    const d = normal(0.2, 1.5);
    const density = flatten(d.logProb(x)).map(Math.exp);
    const slope = grad((x) => sum(d.cdf(x)));
    expectClose(slope(x), density);
    expectClose(grad((x) => sum(slope(x)))(x), finiteDifference(slope, x), { relative: 1e-3, absolute: 1e-4 });
    const p = d.cdf(x);
    const inverse = grad((p) => sum(d.quantile(p)));
    expectClose(
      inverse(p),
      density.map((v) => 1 / v),
      { relative: 1e-4 },
    );
    expectClose(grad((p) => sum(inverse(p)))(tensor(0.4)), finiteDifference(inverse, 0.4, { step: 2 ** -6 }), {
      relative: 1e-3,
    });
    const byScale = (s: Tensor): Tensor => normal(0.2, s).cdf(1);
    expectClose(grad(byScale)(tensor(1.5)), finiteDifference(byScale, 1.5), { relative: 1e-3 });
  });
});

describe('bernoulli', () => {
  it('takes values in [0, 1] as a cross-entropy, by logits and by probs alike', () => {
    const x = [0, 0.25, 0.5, 1];
    const expected = x.map((v) => v * Math.log(0.2) + (1 - v) * Math.log(0.8));
    for (const d of [bernoulli({ probs: 0.2 }), bernoulli({ logits: Math.log(0.25) })]) {
      expectClose(d.logProb(x), expected);
      expectClose(d.logProb([-0.01, 1.01, infinity, -infinity]), fill([4], -infinity));
      expectClose(d.logProb(Number.NaN), Number.NaN);
      // slope in x: the log-odds, at the ends too
      expectClose(grad((x) => sum(d.logProb(x)))(tensor(x)), fill([4], Math.log(0.25)));
      expect(flatten(d.support.check([0, 1, 0.5, 2]))).toEqual([1, 1, 0, 0]);
    }
  });

  it('keeps its digits for extreme logits, values and gradients', () => {
    const l = [-200, -20, 0, 20, 200];
    const f = (x: number) => (logits: Tensor) => sum(bernoulli({ logits }).logProb(x));
    const tail = Math.exp(-20);
    expectClose(bernoulli({ logits: l }).logProb(1), [-200, -20, -Math.LN2, -tail, 0], { absolute: 1e-30 });
    expectClose(bernoulli({ logits: l }).logProb(0), [0, -tail, -Math.LN2, -20, -200], { absolute: 1e-30 });
    expectClose(grad(f(1))(tensor(l)), [1, 1, 0.5, tail, 0], { absolute: 1e-7 });
    expectClose(grad(f(0))(tensor(l)), [0, -tail, -0.5, -1, -1], { absolute: 1e-30 });
    expectClose(bernoulli({ logits: l }).entropy(), [0, 21 * tail, Math.LN2, 21 * tail, 0], { absolute: 1e-30 });
    expectClose(grad((logits) => sum(bernoulli({ logits }).entropy()))(tensor(l)), [0, 20 * tail, 0, -20 * tail, 0], {
      absolute: 1e-7,
    });
  });

  it('is impossible outside [0, 1], where the slope by logits is x − p still', () => {
    const x = tensor([-0.5, 2, infinity, -infinity]);
    const slope = grad((logits) => sum(bernoulli({ logits }).logProb(tensor([-0.5, 2]))));
    expect(flatten(bernoulli({ logits: 0 }).logProb(x))).toEqual(Array(4).fill(-infinity));
    expectClose(slope(tensor([0, 0])), [-1, 1.5]);
  });

  it('has right second derivatives', () => {
    const slope = grad((logits) => sum(bernoulli({ logits }).logProb([0, 0.3, 1])));
    const at = tensor([-1, 0, 2]);
    expectClose(
      grad((l) => sum(slope(l)))(at),
      flatten(bernoulli({ logits: at }).variance()).map((v) => -v),
    );
  });

  it('has no NaN at certain outcomes', () => {
    const f = (probs: Tensor): Tensor => bernoulli({ probs }).logProb([0, 1, 1, 0]);
    expectClose(f(tensor([0, 1, 0, 1])), [0, 0, -infinity, -infinity]);
    expectClose(grad((p) => sum(f(p)))(tensor([0, 1, 0, 1])), [-1, 1, 0, 0]);
    const entropy = grad((probs) => sum(bernoulli({ probs }).entropy()))(tensor([0, 1]));
    expect(flatten(entropy).every(Number.isFinite)).toBe(true);
  });

  it('has logits, probs, mode, cdf and quantiles of either parameter', () => {
    for (const d of [bernoulli({ probs: [0.2, 0.5, 0.8] }), bernoulli({ logits: [-Math.log(4), 0, Math.log(4)] })]) {
      expectClose(d.probs(), [0.2, 0.5, 0.8]);
      expectClose(d.logits(), [-Math.log(4), 0, Math.log(4)]);
      expectClose(d.mode(), [0, 0, 1]);
      expectClose(d.cdf([-0.1, 0, 0.9]), [0, 0.5, 0.2]);
      expectClose(d.cdf(1), [1, 1, 1]);
      expectClose(d.quantile([0.79, 0.51, 0.19]), [0, 1, 0]);
      expectClose(d.quantile(0.81), [1, 1, 1]);
    }
    expectClose(bernoulli({ probs: [0, 1] }).logits(), [-infinity, infinity]);
  });

  it('shows NaN parameters', () => {
    expectClose(bernoulli({ logits: tensor(Number.NaN) }).logProb(1), Number.NaN);
    expectClose(bernoulli({ probs: tensor(Number.NaN) }).logProb(1), Number.NaN);
    expectClose(categorical({ logits: tensor([Number.NaN, 0]) }).logProb(0), Number.NaN);
  });
});

describe('categorical', () => {
  it('excludes classes by probability 0 and by logit −∞, without NaN gradients', () => {
    for (const d of [categorical({ probs: [0, 1, 3] }), categorical({ logits: [-infinity, 0, Math.log(3)] })]) {
      expectClose(d.logProb([0, 1, 2]), [-infinity, Math.log(0.25), Math.log(0.75)]);
      expectClose(d.probs(), [0, 0.25, 0.75]);
      expectClose(d.logits(), [-infinity, Math.log(0.25), Math.log(0.75)]);
      expectClose(d.entropy(), -0.25 * Math.log(0.25) - 0.75 * Math.log(0.75));
      expectClose(d.mode(), 2);
    }
    const byLogits = grad((logits) => categorical({ logits }).logProb(1))(tensor([-infinity, 0, Math.log(3)]));
    expectClose(byLogits, [0, 0.75, -0.75]);
    const entropy = grad((probs) => categorical({ probs }).entropy())(tensor([0, 1, 3]));
    expect(flatten(entropy).every(Number.isFinite)).toBe(true);
  });

  it.each([1e-44, 1e-30, 1, 1e30, 1e38])('normalises probabilities of size %d', (size) => {
    const probs = tensor([size, size, 2 * size]);
    const d = categorical({ probs });
    expectClose(d.logProb([0, 2]), [-Math.log(4), -Math.LN2]);
    expectClose(d.entropy(), 1.5 * Math.LN2);
    const slope = grad((p) => categorical({ probs: p }).logProb(2))(probs);
    if (size > 1e-38) expectClose(mul(slope, size), [-0.25, -0.25, 0.25]);
    expect(flatten(slope).some(Number.isNaN)).toBe(false);
  });

  it('gives −∞ to what is no class', () => {
    const d = categorical({ probs: [1, 1] });
    expectClose(d.logProb([-1, 0.5, 2, 1]), [-infinity, -infinity, -infinity, -Math.LN2]);
    expect(flatten(d.support.check([-1, 0.5, 2, 1]))).toEqual([0, 0, 0, 1]);
  });

  it('has right second derivatives', () => {
    const slope = (logits: Tensor): Tensor => grad((l) => categorical({ logits: l }).logProb(1))(logits);
    const curvature = (x: Tensor): Tensor => grad((l) => sum(mul(slope(l), [1, 2, 3])))(x);
    const at = tensor([0.3, -0.2, 0.5]);
    expectClose(
      curvature(at),
      finiteDifference((l) => mul(slope(l), [1, 2, 3]), at),
      { relative: 1e-3, absolute: 1e-4 },
    );
  });
});

describe('independent', () => {
  it('sums over its event and keeps the rest', () => {
    const base = normal(
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
      [[1], [2]],
    );
    const d = independent(base, 1);
    expectClose(d.logProb(fill([2, 3], 1)), sum(base.logProb(1), -1));
    expectClose(d.entropy(), sum(base.entropy(), -1));
    expectClose(independent(d, 1).logProb(fill([2, 3], 1)), sum(base.logProb(1)));
    expect([d.support.eventRank, independent(d, 1).support.eventRank]).toEqual([1, 2]);
    expect(
      flatten(
        d.support.check([
          [1, 2, 3],
          [1, infinity, 3],
        ]),
      ),
    ).toEqual([1, 0]);
    expect(d.reparameterized).toBe(true);
    expect(independent(bernoulli({ probs: [0.5] }), 1).reparameterized).toBe(false);
  });

  it('of rank 0 is its base', () => {
    const d = independent(normal([0, 1], 1), 0);
    expectClose(d.cdf(0), normal([0, 1], 1).cdf(0));
    expectClose(d.logProb(0), normal([0, 1], 1).logProb(0));
  });

  it('makes the standard normal', () => {
    const d = standardNormal([2, 3]);
    expect([d.batchShape, d.eventShape, d.kind, d.base.kind]).toEqual([[], [2, 3], 'independent', 'normal']);
    expectClose(d.logProb(fill([4, 2, 3], 0)), fill([4], -3 * Math.log(2 * Math.PI)));
    expect(d.detach().sample(key(1), [5]).shape).toEqual([5, 2, 3]);
    expectClose(standardNormal([]).logProb(0), normal(0, 1).logProb(0));
  });
});

describe('uniform', () => {
  it('includes both ends and nothing beyond', () => {
    const d = uniform([0, -2], [1, 2]);
    expectClose(
      d.logProb([
        [0, -2],
        [1, 2],
        [1.1, -2.1],
      ]),
      tensor([
        [0, -Math.log(4)],
        [0, -Math.log(4)],
        [-infinity, -infinity],
      ]),
    );
    const [low, high, x] = grads((low, high, x) => sum(uniform(low, high).logProb(x)))([
      tensor(0),
      tensor(2),
      tensor([-1, 1]),
    ]);
    expectClose(
      [low, high].flatMap((slope) => flatten(slope as Tensor)),
      [0.5, -0.5],
    );
    expectClose(x as Tensor, [0, 0]);
    expectClose(d.cdf([[-infinity, infinity]]), tensor([[0, 1]]));
    expectClose(d.quantile([0.25, 0.75]), [0.25, 1]);
  });
});
