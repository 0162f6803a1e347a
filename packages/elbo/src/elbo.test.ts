import { ArgumentError, key, type Key, type LatentModel, type JointModel } from '@jensenjs/core';
import { bernoulli, independent, klDivergence, klIndependent, klNormalNormal, normal } from '@jensenjs/distributions';
import {
  directionalDerivative,
  expectClose,
  expectNoLeak,
  expectWithinStandardErrors,
  flatten,
} from '@jensenjs/testing';
import {
  clone,
  memory,
  mul,
  ones,
  reshape,
  type Scalar,
  scalar,
  tidy,
  type Tensor,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { elbo } from './elbo';
import { fixtureNoise, type Instance, jointOf, linearGaussian, linearGaussianModel } from './models.fixture';
import { monteCarlo } from './monte-carlo';

const { records, W, b, sigma } = linearGaussian;
const kl = klIndependent(klNormalNormal);
const step = scalar(0, 'int32');
type Model = LatentModel<true> | JointModel<true>;

const estimate = (estimator: ReturnType<typeof elbo>, { model, x }: Instance<Model>, from: Key) =>
  estimator.estimate({ key: from, model, batch: { x }, step });

describe('on a linear-Gaussian model', () => {
  const instance = linearGaussianModel();

  it.each([
    ['a single formula', kl],
    ['the table', klDivergence],
  ])('has the exact KL by %s', (_, formula) => {
    const { metrics } = expectNoLeakOfEstimate(() => estimate(elbo({ kl: formula }), instance, key(1)));
    expectClose(
      metrics.kl as Tensor,
      records.map((r) => r.kl_q_prior),
    );
  });

  it('has bounds and reconstructions of the right expectation', () => {
    const copies = 400;
    const { metrics } = estimate(elbo({ kl }), linearGaussianModel(copies), key(2));
    const per = (t: Tensor | undefined) => reshape(t as Tensor, [copies, records.length]);
    expectWithinStandardErrors(
      per(metrics.reconstruction),
      records.map((r) => r.expected_log_likelihood),
    );
    expectWithinStandardErrors(
      per(metrics.bound),
      records.map((r) => r.elbo),
    );
  });

  it('is log p(x, z) − log q(z | x) of a draw with the Monte Carlo KL', () => {
    const { bound } = estimate(elbo({ kl: monteCarlo() }), instance, fixtureNoise(3));
    expectClose(
      bound,
      records.map((r) => r.log_weights[3] as number),
    );
  });

  it.each([
    ['latent', instance as Instance<Model>],
    ['joint', jointOf(instance) as Instance<Model>],
  ])('averages samples of a %s model', (form, of) => {
    // the joint form draws one sample after another, and the fixed noise gives it the first each time
    const { bound } = estimate(elbo({ kl: monteCarlo(), samples: 8 }), of, fixtureNoise());
    const expected = records.map((r) => (form === 'joint' ? (r.log_weights[0] as number) : r.elbo_monte_carlo_k8));
    expectClose(bound, expected);
  });

  it('estimates the KL from samples of its own', () => {
    const { metrics } = estimate(elbo({ kl: monteCarlo({ samples: 4000 }) }), instance, key(4));
    // Var log q/p over z is below 4 for these q, hence four standard errors of 0.13
    expectClose(
      metrics.kl as Tensor,
      records.map((r) => r.kl_q_prior),
      { absolute: 0.13 },
    );
    expect(flatten(metrics.kl as Tensor)).not.toEqual(records.map((r) => r.kl_q_prior));
  });

  it.each([
    ['closed', elbo({ kl })],
    ['Monte Carlo', elbo({ kl: monteCarlo(), samples: 2 })],
  ])('has gradients of expected value ∂L/∂q (%s KL)', (_, estimator) => {
    const copies = 300;
    const { model, x, variables } = linearGaussianModel(copies);
    const { qMean, qStd } = variables as Record<'qMean' | 'qStd', never>;
    const { grads } = variableGrads(
      () => tidy(() => estimate(estimator, { model, x, variables }, key(5)).losses[0]?.loss as Scalar),
      [qMean, qStd],
    );
    // the loss is the mean over all draws; this undoes it
    const per = (t: Tensor | undefined) =>
      reshape(mul(t as Tensor, -copies * records.length), [copies, records.length * 2]);
    const [g, s] = Object.values(grads);
    // L(μ, s) = −½ (|Wμ + b − x|² + Σⱼ sⱼ² |wⱼ|²) / σ² − ½ Σⱼ (μⱼ² + sⱼ² − log sⱼ²)
    const column = (j: number) => W.map((row) => row[j] as number);
    const dot = (u: number[], v: number[]) => u.reduce((sum, a, i) => sum + a * (v[i] as number), 0);
    expectWithinStandardErrors(
      per(g),
      records.flatMap(({ x, q_mean }) => {
        const residual = W.map((row, i) => (x[i] as number) - dot(row, q_mean) - (b[i] as number));
        return q_mean.map((m, j) => dot(column(j), residual) / sigma ** 2 - m);
      }),
    );
    expectWithinStandardErrors(
      per(s),
      records.flatMap(({ q_std }) => q_std.map((d, j) => -(d * dot(column(j), column(j))) / sigma ** 2 - d + 1 / d)),
    );
  });

  it('has gradients in every parameter that agree with finite differences at fixed noise', () => {
    const { model, x, variables } = linearGaussianModel();
    const loss = () => tidy(() => estimate(elbo({ kl }), { model, x, variables }, key(6)).losses[0]?.loss as Scalar);
    const { grads } = variableGrads(loss, Object.values(variables));
    for (const [name, v] of Object.entries(variables)) {
      const direction = Array.from({ length: v.size }, (_, i) => Math.cos(1 + 2 * i));
      const start = clone(v);
      const numeric = directionalDerivative(
        (value) => {
          v.assign(value);
          return loss();
        },
        start,
        direction,
        { step: 2 ** -7 },
      );
      v.assign(start);
      const exact = flatten(grads[v.name] as Tensor).reduce((sum, g, i) => sum + g * (direction[i] as number), 0);
      expect(Math.abs(exact - numeric), name).toBeLessThan(2e-3 * Math.max(1, Math.abs(numeric)));
    }
  });

  it('trains all parameters by the negative mean bound, and names nothing of its own', () => {
    const estimator = elbo({ kl });
    const { losses, bound, updates } = estimate(estimator, instance, key(7));
    expect(losses).toHaveLength(1);
    expect(new Set(losses[0]?.parameters)).toEqual(new Set(Object.values(instance.variables)));
    expectClose(losses[0]?.loss as Tensor, [-flatten(bound).reduce((a, v) => a + v, 0) / records.length]);
    expect(updates).toEqual([]);
    expect([estimator.parameters, estimator.state]).toEqual([{}, {}]);
  });
});

/** Like expectNoLeak, for an estimate, whose variables are not new. */
function expectNoLeakOfEstimate<T extends { losses: readonly { loss: Tensor }[]; metrics: object }>(f: () => T): T {
  let result!: T;
  expectNoLeak(() => {
    result = f();
    return [...result.losses.map(({ loss }) => loss), ...Object.values(result.metrics)];
  });
  return result;
}

it('runs networks in the mode that it is told, in training when left out', () => {
  const seen: unknown[] = [];
  const { model, x } = linearGaussianModel();
  const condition = ones([6, 1]);
  const index = zeros([6], 'int32');
  const spy: LatentModel<true> = {
    ...model,
    posterior: (observed, context) => {
      seen.push(context.training, context.condition, context.index);
      return model.posterior(observed, context);
    },
  };
  elbo({ kl }).estimate({ key: key(1), model: spy, batch: { x, condition, index }, step });
  elbo({ kl }).estimate({ key: key(1), model: spy, batch: { x }, step, training: false });
  expect(seen).toEqual([true, condition, index, false, undefined, undefined]);
});

it('draws with a different key for each use', () => {
  const used: string[] = [];
  const watched = (path: string): Key => ({
    fold: (data) => watched(`${path}/${data}`),
    draw: (noise, shape) => {
      used.push(path);
      return key(1).draw(noise, shape);
    },
    words: () => [0, 0],
  });
  const { model, x } = linearGaussianModel();
  const noisy: LatentModel<true> = {
    ...model,
    posterior: (observed, context) => {
      context.key.draw({ kind: 'normal' }, []);
      return model.posterior(observed, context);
    },
    likelihood: (z, context) => {
      context.key.draw({ kind: 'normal' }, []);
      return model.likelihood(z, context);
    },
    prior: (context) => {
      context.key.draw({ kind: 'normal' }, []);
      return model.prior as Exclude<typeof model.prior, (...args: never) => unknown>;
    },
  };
  elbo({ kl: monteCarlo({ samples: 3 }) }).estimate({ key: watched(''), model: noisy, batch: { x }, step });
  expect(used).toHaveLength(5);
  expect(new Set(used).size).toBe(5);
});

describe('errors', () => {
  const instance = linearGaussianModel();
  const { model, x } = instance;
  const joint = jointOf(instance).model;
  const run = (changes: Partial<LatentModel<true>>, observed = x) =>
    elbo({ kl }).estimate({ key: key(1), model: { ...model, ...changes }, batch: { x: observed }, step });

  it.each([
    [
      'a posterior whose dimensions are in the batch',
      () => run({ posterior: () => normal(zeros([6, 2]), 1) }),
      'elbo: expected a posterior of batch shape [6], got [6, 2]',
    ],
    [
      'a posterior of another width than the prior',
      () => run({ posterior: () => independent(normal(zeros([6, 3]), 1), 1) }),
      'elbo: the posterior draws z of shape [3], but the prior is over [2]',
    ],
    [
      'a likelihood whose pixels are in the batch',
      () => run({ likelihood: () => bernoulli({ logits: zeros([6, 4]) }) }),
      'elbo: the likelihood is over x of shape [], but an x of the batch has [4]',
    ],
    [
      'a likelihood that broadcasts over the batch',
      () => run({ likelihood: () => independent(normal(zeros([5, 6, 4]), 1), 1) }),
      'elbo: expected log p(x | z) of shape [6], one number per datapoint, got [5, 6]',
    ],
    [
      'a joint model with a closed KL',
      () => elbo({ kl }).estimate({ key: key(1), model: joint, batch: { x }, step }),
      'elbo: a joint model has no distributions to compare. Use kl: monteCarlo().',
    ],
    [
      'a posterior without pathwise gradients',
      () => run({ posterior: () => independent(bernoulli({ logits: zeros([6, 2]) }), 1) as never }),
      'elbo: the posterior is not reparameterised, so it has no pathwise gradients. Use nvil.',
    ],
    [
      'such a joint model',
      () =>
        elbo({ kl: monteCarlo() }).estimate({
          key: key(1),
          model: { ...joint, reparameterized: false } as never,
          batch: { x },
          step,
        }),
      'elbo: the posterior is not reparameterised',
    ],
    ['no samples', () => elbo({ kl, samples: 0 }), 'elbo: samples must be a positive integer, got 0.'],
    [
      'a Monte Carlo KL without a draw',
      () => monteCarlo()(normal(0, 1), normal(0, 1)),
      'monteCarlo: needs draw.sample',
    ],
    [
      'a KL that is not one number per datapoint',
      () => elbo({ kl: klNormalNormal }).estimate({ key: key(1), model, batch: { x }, step }),
      'klNormalNormal: expected normal or its parameters, got independent',
    ],
  ])('%s', (_, f, message) => {
    const before = memory().numTensors;
    expect(() => tidy(f as never)).toThrow(message);
    expect(() => tidy(f as never)).toThrow(ArgumentError);
    expect(memory().numTensors).toBe(before);
  });
});
