import { ArgumentError, createUpdates, key, type Key, type JointModel, type LatentModel } from '@jensenjs/core';
import { bernoulli, independent, normal, standardNormal } from '@jensenjs/distributions';
import {
  directionalDerivative,
  expectClose,
  expectNoLeak,
  expectWithinStandardErrors,
  flatten,
} from '@jensenjs/testing';
import {
  clone,
  mul,
  ones,
  type Scalar,
  scalar,
  sub,
  tensor,
  type Tensor,
  tidy,
  variable,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { elbo } from './elbo';
import { iwae } from './iwae';
import { fixtureNoise, type Instance, jointOf, linearGaussian, linearGaussianModel } from './models.fixture';
import { monteCarlo } from './monte-carlo';

const { records } = linearGaussian;
const step = scalar(0, 'int32');
type Model = LatentModel<true> | JointModel<true>;

const estimate = ({ model, x }: Instance<Model>, samples: number, from: Key) =>
  iwae({ samples }).estimate({ key: from, model, batch: { x }, step });
const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** z ~ N(0, 1), x | z ~ N(1.5 z, 0.6²), with a poor q = N(0.3, 0.9²) of the observed 2. */
const toy = {
  observed: 2,
  evidence: -0.5 * (Math.log(2 * Math.PI * (1.5 ** 2 + 0.6 ** 2)) + 2 ** 2 / (1.5 ** 2 + 0.6 ** 2)),
  /** log p(x, z) − log q(z | x) at z = 0.3 + 0.9 ε. */
  logWeight: (epsilon: number): number => {
    const z = 0.3 + 0.9 * epsilon;
    const log = (u: number, scale: number) => -0.5 * (u / scale) ** 2 - Math.log(scale * Math.sqrt(2 * Math.PI));
    return log(2 - 1.5 * z, 0.6) + log(z, 1) - log(z - 0.3, 0.9);
  },
  /** With other moments of q where they are given. */
  of: (copies: number, mean = 0.3, scale = 0.9): Instance<LatentModel<true>> => ({
    x: mul(ones([copies, 1]), 2),
    variables: {},
    model: {
      prior: standardNormal([1]),
      posterior: (x) => independent(normal(mul(ones(x.shape), mean), scale), 1),
      likelihood: (z) => independent(normal(mul(z, 1.5), 0.6), 1),
      parameters: { generative: {}, inference: {} },
      state: {},
      dispose: () => {},
    },
  }),
};

/** E log (1/k) Σ wᵢ of the toy by the trapezoidal rule over ε₁ … ε_k in [−7, 7], whose error is far below 1e-9. */
function quadrature(k: number): number {
  const h = 0.2;
  const nodes = Array.from({ length: 71 }, (_, i) => {
    const epsilon = -7 + h * i;
    const mass = (h * Math.exp(-0.5 * epsilon ** 2)) / Math.sqrt(2 * Math.PI);
    return { mass, weight: Math.exp(toy.logWeight(epsilon)) };
  });
  const over = (left: number, mass: number, total: number): number =>
    left === 0
      ? mass * Math.log(total / k)
      : nodes.reduce((sum, node) => sum + over(left - 1, mass * node.mass, total + node.weight), 0);
  return over(k, 1, 0);
}

describe('on an exactly solvable model', () => {
  it.each([1, 2, 3])('has the expectation that quadrature gives for k = %i', (k) => {
    expectWithinStandardErrors(flatten(estimate(toy.of(4000), k, key(k)).bound), [quadrature(k)]);
  });

  it('rises with k towards log p(x), and stays below', () => {
    const ks = [1, 2, 4, 16, 64, 256];
    const bounds = ks.map((k) => flatten(estimate(toy.of(2000), k, key(10 + k)).bound));
    const means = bounds.map(average);
    const errors = bounds.map((b, i) => {
      const mean = means[i] as number;
      return Math.sqrt(average(b.map((v) => (v - mean) ** 2)) / b.length);
    });
    for (let i = 1; i < ks.length; i++) {
      const error = Math.hypot(errors[i] as number, errors[i - 1] as number);
      expect((means[i] as number) - (means[i - 1] as number), `k = ${ks[i]}`).toBeGreaterThan(error);
    }
    expect(means.at(-1)).toBeLessThan(toy.evidence + 4 * (errors.at(-1) as number));
    expect(toy.evidence - (means.at(-1) as number)).toBeLessThan(0.02);
  });

  it.each([1, 3, 10])('is log p(x) for each draw of the exact posterior, k = %i', (k) => {
    const variance = 1 / (1 + (1.5 / 0.6) ** 2);
    const exact = toy.of(20, (variance * 1.5 * toy.observed) / 0.6 ** 2, Math.sqrt(variance));
    const expected = Array.from({ length: 20 }, () => toy.evidence);
    expectClose(estimate(exact, k, key(k)).bound, expected, { relative: 1e-5 });
  });
});

describe('on the reference model', () => {
  const instance = linearGaussianModel();

  it.each([1, 2, 3, 5, 8])('is the bound of the fixed noise for k = %i', (k) => {
    const { bound, metrics } = estimate(instance, k, fixtureNoise());
    expectClose(
      bound,
      records.map((r) => r.iwae_bound_by_k[k - 1] as number),
    );
    expect(metrics.bound).toBe(bound);
  });

  it('reports reconstruction and KL as means over its draws, whose difference is below the bound', () => {
    const { bound, metrics } = estimate(instance, 8, fixtureNoise());
    const difference = sub(metrics.reconstruction as Tensor, metrics.kl as Tensor);
    expectClose(
      difference,
      records.map((r) => r.elbo_monte_carlo_k8),
    );
    for (const gap of flatten(sub(bound, difference))) expect(gap).toBeGreaterThan(0);
    const many = linearGaussianModel(300);
    const { metrics: means } = estimate(many, 4, key(1));
    for (const [name, of] of [
      ['reconstruction', 'expected_log_likelihood'],
      ['kl', 'kl_q_prior'],
    ] as const)
      expectWithinStandardErrors(
        Array.from({ length: 300 }, (_, i) => flatten(means[name] as Tensor).slice(6 * i, 6 * i + 6)),
        records.map((r) => r[of]),
      );
  });

  it('is the single-sample evidence lower bound for k = 1, gradients included', () => {
    const { model, x, variables } = instance;
    const gradientsOf = (estimator: ReturnType<typeof elbo>) => {
      const run = () => estimator.estimate({ key: fixtureNoise(2), model, batch: { x }, step });
      const { grads } = variableGrads(() => tidy(() => run().losses[0]?.loss as Scalar), Object.values(variables));
      return { ...run(), grads };
    };
    const [one, other] = [gradientsOf(iwae({ samples: 1 })), gradientsOf(elbo({ kl: monteCarlo() }))];
    for (const name of ['bound', 'reconstruction', 'kl'])
      expectClose(one.metrics[name] as Tensor, other.metrics[name] as Tensor);
    for (const [name, g] of Object.entries(one.grads)) expectClose(g, other.grads[name] as Tensor, { absolute: 1e-5 });
  });

  it.each([2, 5])('has gradients that agree with finite differences at fixed noise, k = %i', (k) => {
    const { variables } = instance;
    const loss = () => tidy(() => estimate(instance, k, key(6)).losses[0]?.loss as Scalar);
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

  it('takes joint models', () => {
    const joint = jointOf(instance);
    // the fixed noise gives a joint model the same draw each time, whose bound is then that of one draw
    const { bound } = estimate(joint, 4, fixtureNoise(1));
    expectClose(
      bound,
      records.map((r) => r.log_weights[1] as number),
    );
    const different = flatten(estimate(joint, 4, key(3)).bound);
    expect(different).not.toEqual(flatten(estimate(joint, 1, key(3)).bound));
  });

  it('trains all parameters by the negative mean bound, and names nothing of its own', () => {
    const estimator = iwae({ samples: 3 });
    const { losses, bound } = expectNoLeakOfEstimate(() => estimate(instance, 3, key(7)));
    expect(losses).toHaveLength(1);
    expect(new Set(losses[0]?.parameters)).toEqual(new Set(Object.values(instance.variables)));
    expectClose(losses[0]?.loss as Tensor, [-average(flatten(bound))]);
    expect([estimator.kind, estimator.parameters, estimator.state]).toEqual(['iwae', {}, {}]);
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

it('survives weights that differ by more than float32 can exponentiate', () => {
  const { model } = toy.of(1);
  const far = { x: tensor([[400]]), model, variables: {} };
  const { bound } = estimate(far, 10, key(1));
  expect(flatten(bound).every(Number.isFinite)).toBe(true);
  expect(flatten(bound)[0]).toBeLessThan(-1e4);
});

it('runs networks in the mode that it is told and returns what they propose', () => {
  const moment = variable(scalar(0), false);
  const { model, x } = linearGaussianModel();
  const seen: unknown[] = [];
  const spy: LatentModel<true> = {
    ...model,
    state: { moment },
    posterior: (observed, context) => {
      seen.push(context.training, context.condition);
      (context.updates ?? createUpdates()).write(moment, scalar(5));
      return model.posterior(observed, context);
    },
  };
  const condition = zeros([6, 1]);
  const { updates } = iwae({ samples: 2 }).estimate({ key: key(1), model: spy, batch: { x, condition }, step });
  iwae({ samples: 2 }).estimate({ key: key(1), model: spy, batch: { x }, step, training: false });
  expect(seen).toEqual([true, condition, false, undefined]);
  expect(updates.map(([v]) => v)).toEqual([moment]);
  expectClose(moment, [0]);
});

it.each([
  ['no samples', () => iwae({ samples: 0 }), 'iwae: samples must be a positive integer, got 0.'],
  ['half a sample', () => iwae({ samples: 2.5 }), 'iwae: samples must be a positive integer, got 2.5.'],
  [
    'a posterior without pathwise gradients',
    () => {
      const { model, x } = linearGaussianModel();
      const posterior = () => independent(bernoulli({ logits: zeros([6, 2]) }), 1) as never;
      return estimate({ model: { ...model, posterior }, x, variables: {} }, 2, key(1));
    },
    'iwae: the posterior is not reparameterised, so it has no pathwise gradients. Use nvil.',
  ],
])('refuses %s', (_, f, message) => {
  expect(f).toThrow(message);
  expect(f).toThrow(ArgumentError);
});
