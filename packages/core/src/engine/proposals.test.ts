import { add, mul, scalar, type Tensor, tensor, variable } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Objective } from '../contracts/objective';
import { ArgumentError } from '../errors';
import { constraintValues, optimizerUpdate, reportedMetrics, stateUpdates } from './proposals';

const [w, moments, foreign] = [variable(tensor([1, 2])), variable(scalar(0)), variable(scalar(0))];
const plain: Objective = {
  name: 'game',
  parameters: { w },
  state: { moments },
  optimizer: {
    spec: { kind: 'shrink', hyperparameters: {} },
    learningRate: () => 0,
    init: () => ({}),
    update: ({ parameters, slots, rate }) => ({
      parameters: parameters.map((parameter) => mul(parameter, rate)),
      slots: [...slots],
    }),
  },
  loss: () => ({ loss: scalar(0) }),
};
const args = { gradients: [w], parameters: [w], slots: [{}], rate: scalar(0.5), count: scalar(1, 'int32') };
const updating = (parameters: Tensor[]): Objective => ({
  ...plain,
  optimizer: { ...plain.optimizer, update: () => ({ parameters, slots: [{}] }) },
});

describe('what is reported', () => {
  it('is the loss with the metrics, unless one of them is called so', () => {
    const [loss, other] = [scalar(1), scalar(2)];
    expect(reportedMetrics('game', { loss, metrics: { other } })).toEqual({ loss, other });
    expect(reportedMetrics('game', { loss, metrics: { loss: other } })).toEqual({ loss: other });
  });
  it('is at most one number per example', () => {
    const report = (): unknown => reportedMetrics('game', { loss: scalar(1), metrics: { m: tensor([[1]]) } });
    expect(report).toThrow(/^metric game\/m: its shape is \[1, 1\]/);
  });
});

describe('updates of state', () => {
  it('are those of the objective', () => {
    const value = scalar(1);
    const updates = [
      [moments, value],
      [foreign, scalar(9)],
    ] as const;
    expect(stateUpdates(plain, updates)).toEqual([{ label: 'moments', variable: moments, value }]);
  });
  it('have the shape and type of the variable', () => {
    const wrong = (value: Tensor) => () => stateUpdates(plain, [[moments, value]]);
    expect(wrong(tensor([1, 2]))).toThrow('the new value of moments is float32 [2], and must be float32 [].');
    expect(wrong(scalar(1, 'int32'))).toThrow('the new value of moments is int32 [], and must be float32 [].');
  });
});

describe('an update', () => {
  it('is what the optimiser gives', () => {
    expect(optimizerUpdate(plain, args).parameters.map((value) => [...value.dataSync()])).toEqual([[0.5, 1]]);
  });
  it('has a value of the right shape for each parameter', () => {
    expect(() => optimizerUpdate(updating([]), args)).toThrow('objective game: its optimiser returned no value for w.');
    expect(() => optimizerUpdate(updating([scalar(1)]), args)).toThrow(/new value of w is float32 \[\]/);
  });
});

describe('a constraint', () => {
  it('gives values of parameters, or is absent', () => {
    const value = add(w, 1);
    const found = constraintValues({ ...plain, constraint: ({ w: same }) => [[same as typeof w, value]] });
    expect(found).toEqual([{ label: 'w', variable: w, value }]);
    expect(constraintValues(plain)).toEqual([]);
  });
  it('assigns nothing else', () => {
    const run = (): unknown => constraintValues({ ...plain, constraint: () => [[moments, scalar(1)]] });
    expect(run).toThrow(ArgumentError);
    expect(run).toThrow(/its constraint assigns a variable that is not among the parameters/);
  });
});
