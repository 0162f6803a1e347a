import { ArgumentError, key, type JointModel, type Key, type LatentModel, type Module } from '@jensenjs/core';
import { expectClose, expectNoLeak, expectWithinStandardErrors, flatten } from '@jensenjs/testing';
import {
  add,
  clone,
  div,
  fill,
  keep,
  memory,
  mul,
  neg,
  ones,
  reshape,
  type Scalar,
  scalar,
  square,
  sub,
  type Tensor,
  tensor,
  tidy,
  type Variable,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { discreteLatent, discreteLatentModel, type Instance, jointOf, linearGaussianModel } from './models.fixture';
import { nvil, type NvilOptions } from './nvil';

const { records } = discreteLatent;
const step = scalar(0, 'int32');
type Model = LatentModel | JointModel;

const estimate = (estimator: ReturnType<typeof nvil>, { model, x }: Instance<Model>, from: Key, training = true) =>
  estimator.estimate({ key: from, model, batch: { x }, step, training });

const gradients = (estimator: ReturnType<typeof nvil>, of: Instance<Model>, from: Key, variables: Variable[]) => {
  const loss = () => tidy(() => estimate(estimator, of, from).losses[0]?.loss as Scalar);
  const { grads } = variableGrads(loss, variables);
  return variables.map((v) => grads[v.name] as Tensor);
};

/** C(x) = c for all x. */
function constantBaseline(c: number, rank: 1 | 2 = 2): Module & { readonly level: Variable } {
  const level = variable(scalar(c));
  return {
    level,
    apply: (x) => add(fill(rank === 2 ? [x.shape[0], 1] : [x.shape[0]], 0), level),
    parameters: { level },
    state: {},
    dispose: () => level.dispose(),
  };
}

describe('on a model with eight latent states', () => {
  it('has a bound of expectation L', () => {
    const copies = 400;
    const { bound, metrics } = estimate(nvil(), discreteLatentModel(copies), key(2));
    const per = (t: Tensor | undefined) => reshape(t as Tensor, [copies, records.length]);
    expectWithinStandardErrors(
      per(bound),
      records.map((r) => r.elbo),
    );
    expectWithinStandardErrors(
      per(metrics.kl),
      records.map((r) => r.kl_q_prior),
    );
    expectClose(sub(metrics.reconstruction as Tensor, metrics.kl as Tensor), bound);
  });

  it.each<[string, NvilOptions, number]>([
    ['alone', {}, 0],
    ['with a running mean', {}, -3.5],
    ['with a baseline', { baseline: constantBaseline(-4) }, 0],
    ['with a baseline, a running mean and two samples', { baseline: constantBaseline(-4, 1), samples: 2 }, 0.7],
  ])('%s: has gradients of expectation ∂L/∂q, as by enumeration', (_, options, mean) => {
    const copies = 1500;
    const estimator = nvil(options);
    tidy(() => (estimator.state.mean as Variable).assign(scalar(mean)));
    const of = discreteLatentModel(copies);
    const [g] = gradients(estimator, of, key(2), [of.variables.qLogits as Variable]);
    const per = reshape(mul(g as Tensor, -copies * records.length), [copies, records.length * 8]);
    expectWithinStandardErrors(
      per,
      records.flatMap((r) => r.elbo_grad_q_logits),
    );
  });

  it('has the exact gradient in the likelihood when the posterior is exact', () => {
    // With q = p(z | x), E_q ∇θ log p(x, z) = ∇θ log p(x); for the prior's logits that is p(z | x) − p(z).
    const copies = 1500;
    const of = discreteLatentModel(copies, (r) => r.posterior.map(Math.log));
    const [g] = gradients(nvil(), of, key(3), [of.variables.priorLogits as Variable]);
    const prior = softmax(discreteLatent.prior_logits);
    const expected = prior.map(
      (p, z) => records.reduce((sum, r) => sum + (r.posterior[z] as number) - p, 0) / records.length,
    );
    // one draw has variance p (1 − p) ≤ 1/4 in each entry
    expectClose(neg(g as Tensor), expected, { relative: 0, absolute: (4 * 0.5) / Math.sqrt(copies * records.length) });
  });

  it('divides the signal by the running deviation where it is above 1', () => {
    const of = discreteLatentModel();
    const q = [of.variables.qLogits as Variable];
    const run = (variance: number) => {
      const estimator = nvil({ normalizeVariance: true });
      tidy(() => (estimator.state.variance as Variable).assign(scalar(variance)));
      return gradients(estimator, of, key(4), q)[0] as Tensor;
    };
    const plain = gradients(nvil(), of, key(4), q)[0] as Tensor;
    expectClose(run(0.25), plain);
    expectClose(run(9), mul(plain, 1 / 3));
  });
});

const softmax = (logits: readonly number[]): number[] => {
  const total = logits.reduce((sum, l) => sum + Math.exp(l), 0);
  return logits.map((l) => Math.exp(l) / total);
};

describe('the baseline', () => {
  it('centres the signal as the running mean does, and leaves the bound alone', () => {
    const of = discreteLatentModel();
    const q = [of.variables.qLogits as Variable];
    const shifted = nvil();
    tidy(() => (shifted.state.mean as Variable).assign(scalar(-2)));
    const predicted = nvil({ baseline: constantBaseline(-2) });
    expectClose(gradients(predicted, of, key(5), q)[0] as Tensor, gradients(shifted, of, key(5), q)[0] as Tensor);
    expectClose(estimate(predicted, of, key(5)).bound, estimate(nvil(), of, key(5)).bound);
  });

  it('descends the squared error of its prediction, alone', () => {
    const of = discreteLatentModel();
    const baseline = constantBaseline(-1);
    const estimator = nvil({ baseline });
    const [g] = gradients(estimator, of, key(6), [baseline.level]);
    // ½ (l − C)² has derivative −(l − C) in C
    const signal = flatten(estimate(estimator, of, key(6)).bound).map((l) => l + 1);
    expectClose(g as Tensor, [-signal.reduce((a, v) => a + v, 0) / signal.length]);
    expect(Object.keys(estimator.parameters)).toEqual(['baseline/level']);
    const [term] = estimate(estimator, of, key(6)).losses;
    expect(new Set(term?.parameters)).toEqual(new Set([...Object.values(of.variables), baseline.level]));
  });

  it('must give one number per datapoint', () => {
    const wide: Module = { ...constantBaseline(0), apply: (x) => ones([x.shape[0], 2]) };
    const of = discreteLatentModel();
    expect(() => estimate(nvil({ baseline: wide }), of, key(1))).toThrow(
      'nvil: expected the baseline of shape [6], one number per datapoint, got [6, 2].',
    );
  });

  it('takes part in updates and disposal', () => {
    const moment = variable(scalar(0), false);
    const plain = constantBaseline(0);
    const baseline: Module = {
      ...plain,
      state: { moment },
      apply: (x, context) => {
        expect(context?.training).toBe(true);
        context?.updates?.write(moment, tensor(5, []));
        return plain.apply(x);
      },
    };
    const estimator = nvil({ baseline });
    expect(Object.keys(estimator.state)).toEqual(['mean', 'baseline/moment']);
    const { updates } = estimate(estimator, discreteLatentModel(), key(1));
    expect(updates.map(([v]) => v)).toContain(moment);
    estimator.dispose();
    expect(plain.level.isDisposed).toBe(true);
  });
});

describe('running moments', () => {
  it('follow the uncentred signal through updates only', () => {
    const of = discreteLatentModel();
    const estimator = nvil({ baseline: constantBaseline(-2), normalizeVariance: true, decay: 0.9 });
    const { mean, variance } = estimator.state as { mean: Variable; variance: Variable };
    tidy(() => mean.assign(scalar(1)));
    const { bound, updates } = estimate(estimator, of, key(7));
    const l = flatten(bound).map((v) => v + 2);
    const m = l.reduce((a, v) => a + v, 0) / l.length;
    const s = l.reduce((a, v) => a + (v - m) ** 2, 0) / l.length;
    expect(updates.map(([v]) => v)).toEqual([mean, variance]);
    expectClose(updates[0]?.[1] as Tensor, [0.9 + 0.1 * m]);
    expectClose(updates[1]?.[1] as Tensor, [0.1 * s]);
    expectClose(mean, [1]);
    expect(estimate(estimator, of, key(7), false).updates).toEqual([]);
  });
});

it('takes reparameterised posteriors without letting gradients through z', () => {
  const { model, x, variables } = linearGaussianModel();
  const q = variables.qMean as Variable;
  let z!: Tensor;
  const watched: LatentModel = {
    ...model,
    likelihood: (drawn, context) => {
      z = keep(clone(drawn));
      return model.likelihood(drawn, context);
    },
  };
  const of = { model: watched, x, variables };
  const { bound } = estimate(nvil(), of, key(8));
  // ∇ log q(z | x) is (z − μ) / s², whatever the rest of the model does; the signal is l, since c = 0
  const score = div(sub(z, q), square(variables.qStd as Tensor));
  const [g] = gradients(nvil(), of, key(8), [q]);
  expectClose(g as Tensor, mul(score, reshape(div(bound, -6), [-1, 1])));
});

it('works on joint models whose draws carry no gradient, and refuses others', () => {
  const gaussian = jointOf(linearGaussianModel());
  const batch = { x: gaussian.x };
  expect(() => nvil().estimate({ key: key(1), model: gaussian.model, batch, step })).toThrow(
    'nvil: the joint model is reparameterised. Use elbo',
  );
  const { model, x, variables } = discreteLatentModel();
  const joint: JointModel<false> = {
    reparameterized: false,
    joint: (from, observed, context) => {
      const q = model.posterior(observed, context);
      const z = q.sample(from);
      const prior = typeof model.prior === 'function' ? model.prior(context) : model.prior;
      return {
        logLikelihood: model.likelihood(z, context).logProb(observed),
        latents: [{ logPrior: prior.logProb(z), logPosterior: q.logProb(z) }],
      };
    },
    parameters: model.parameters,
    state: {},
    dispose: () => {},
  };
  const copies = 30;
  const bounds = Array.from({ length: copies }, (_, i) =>
    flatten(estimate(nvil(), { model: joint, x, variables }, key(i)).bound),
  );
  expectWithinStandardErrors(
    bounds,
    records.map((r) => r.elbo),
  );
});

it('leaves alive what it returns, and frees its variables', () => {
  const of = discreteLatentModel();
  const before = memory().numTensors;
  const estimator = nvil({ normalizeVariance: true });
  expect(memory().numTensors).toBe(before + 2);
  expectNoLeak(() => {
    const { losses, metrics, updates } = estimate(estimator, of, key(1));
    return [losses.map(({ loss }) => loss), metrics, updates.map(([, value]) => value)];
  });
  const now = memory().numTensors;
  estimator.dispose();
  expect(memory().numTensors).toBe(now - 2);
});

it('refuses a decay outside [0, 1)', () => {
  expect(() => nvil({ decay: 1 })).toThrow('nvil: decay must be in [0, 1), got 1.');
  expect(() => nvil({ samples: 1.5 })).toThrow(ArgumentError);
});
