import { key, type Module, type Optimizer } from '@jensenjs/core';
import { klDivergence } from '@jensenjs/distributions';
import { expectClose } from '@jensenjs/testing';
import { scalar, variable } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { elbo } from './elbo';
import { discreteLatentModel, linearGaussianModel } from './models.fixture';
import { nvil } from './nvil';
import { objective } from './objective';

const optimizer: Optimizer = {
  spec: { kind: 'none', hyperparameters: {} },
  learningRate: () => 0,
  init: () => ({}),
  update: ({ parameters, slots }) => ({ parameters: [...parameters], slots: [...slots] }),
};

it('names variables by their role', () => {
  const baseline: Module = { apply: (x) => x, parameters: { w: variable(scalar(0)) }, state: {}, dispose: () => {} };
  const { model } = discreteLatentModel();
  const moments = variable(scalar(0));
  const o = objective({ ...model, state: { moments } }, nvil({ baseline }), optimizer, { name: 'discrete' });
  expect(o.name).toBe('discrete');
  expect(Object.keys(o.parameters)).toEqual([
    'generative/pixels',
    'generative/priorLogits',
    'inference/qLogits',
    'estimator/baseline/w',
  ]);
  expect(Object.keys(o.state)).toEqual(['model/moments', 'estimator/mean']);
});

it('names a variable that both groups share once', () => {
  const { model } = linearGaussianModel();
  const { generative, inference } = model.parameters;
  const tied = { ...model, parameters: { generative, inference: { ...inference, W: generative.W as never } } };
  expect(Object.keys(objective(tied, elbo({ kl: klDivergence }), optimizer).parameters)).toEqual([
    'generative/W',
    'generative/b',
    'generative/sigma',
    'inference/qMean',
    'inference/qStd',
  ]);
});

it('gives the loss, metrics and updates of the estimate', () => {
  const { model, x } = discreteLatentModel();
  const estimator = nvil();
  const args = { key: key(1), batch: { x }, step: scalar(0, 'int32') };
  const { loss, metrics, updates } = objective(model, estimator, optimizer).loss(args);
  const estimate = estimator.estimate({ ...args, model });
  expectClose((loss as typeof estimate.losses)[0]?.loss as never, estimate.losses[0]?.loss as never);
  expectClose(metrics?.bound as never, estimate.bound);
  expect(updates?.map(([v]) => v)).toEqual([estimator.state.mean]);
});
