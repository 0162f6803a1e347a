import { type BatchSource, key, type NumericalError, type Objective, type ObjectiveArguments } from '@jensenjs/core';
import {
  add,
  engine,
  exp,
  log,
  mean,
  memory,
  mul,
  type Rank,
  type Scalar,
  scalar,
  sqrt,
  square,
  sum,
  tensor1d,
  tidy,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../checkpoints/store';
import { adam } from '../optimizers/adam';
import { sgd } from '../optimizers/sgd';
import { train } from './train';

/** Batches of two numbers: 1, 1. In step `bad`, the second is NaN. */
function ones(bad = -1): BatchSource {
  return {
    spec: { x: { shape: [], dtype: 'float32' } },
    batchSize: 2,
    batchesPerEpoch: 4,
    examplesPerEpoch: 8,
    batch: (_, epoch, index) => ({
      x: { shape: [2], dtype: 'float32', data: Float32Array.of(1, epoch * 4 + index === bad ? Number.NaN : 1) },
    }),
  };
}

const made: Variable[] = [];
const number = (value: number): Variable<Rank.R0> => {
  const fresh = tidy(() => variable(scalar(value)));
  made.push(fresh);
  return fresh;
};
afterEach(() => {
  for (const value of made.splice(0)) value.dispose();
  // The prototype's own method is in place again.
  expect(Object.hasOwn(engine(), 'runKernel')).toBe(false);
});

const objective = (fields: Partial<Objective> & Pick<Objective, 'loss'>): Objective => ({
  name: 'game',
  parameters: {},
  state: {},
  optimizer: sgd({ learningRate: 0.25 }),
  ...fields,
});

async function failure(objectives: Objective[], batches = ones(), reportEvery = 100): Promise<NumericalError> {
  const options = { key: key(0), batches, objectives, steps: 12, reportEvery, checkpoints: { store: memoryStore() } };
  try {
    for await (const _ of train(options));
  } catch (error) {
    return error as NumericalError;
  }
  throw new Error('the run went through');
}

describe('names the first tensor that is not finite, and where it comes from', () => {
  it('in the forward pass', async () => {
    const w = number(1);
    // The slope is 1: w = 1, 0.75, 0.5, 0.25, 0 and then log 0.
    const loss = (): { loss: Scalar } => ({ loss: add(w, mul(log(w), 1e-30)) });
    const error = await failure([objective({ parameters: { w }, loss })]);
    expect(error).toMatchObject({ name: 'NumericalError', tensor: 'game: loss' });
    expect(error.message).toMatch(
      /^train: in step 5, the loss \[\] of objective game is the first tensor that is not finite/,
    );
    expect(error.message).toMatch(/it comes from the kernel Log with output \[\] in the forward pass/);
    expect(error.message).toMatch(/variables hold their values after step 4.*Lower the learning rate/);
    expect(w.dataSync()[0]).toBe(0);
  });

  it('in the backward pass', async () => {
    const [a, w] = [number(1), number(0.5)];
    // √w² has slope 1: w = 0.5, 0.25, 0, where its gradient is 1/0 · 0.
    const loss = (): { loss: Scalar } => ({ loss: add(mul(a, 1e-6), sqrt(square(w))) });
    const error = await failure([objective({ parameters: { a, 'net/w': w }, loss })]);
    expect(error.tensor).toBe('game: gradient of net/w');
    expect(error.message).toMatch(
      /in step 3, the gradient of net\/w \[\].*kernel RealDiv with output \[\] in the backward pass/,
    );
  });

  it('in the backward passes of several terms', async () => {
    const [a, w] = [number(1), number(0.5)];
    const loss: Objective['loss'] = () => ({
      loss: [
        { loss: square(a), parameters: [a] },
        { loss: sqrt(square(w)), parameters: [w] },
      ],
    });
    const error = await failure([objective({ parameters: { a, w }, loss })]);
    expect(error.tensor).toBe('game: gradient of w');
    expect(error.message).toMatch(/kernel RealDiv/);
  });

  it('in the update', async () => {
    const w = number(1);
    const optimizer = sgd({ learningRate: (count) => (count === 2 ? 1e38 : 0.25) });
    const loss = (): { loss: Scalar } => ({ loss: mul(w, 100) });
    const error = await failure([objective({ parameters: { w }, optimizer, loss })]);
    expect(error.tensor).toBe('game: update of w');
    expect(error.message).toMatch(/in step 3, .*kernel Multiply with output \[\] in the update/);
  });

  it('in the state', async () => {
    const [w, peak] = [number(1), number(1)];
    const loss: Objective['loss'] = () => ({ loss: square(w), updates: [[peak, mul(peak, 1e10)]] });
    const error = await failure([objective({ parameters: { w }, state: { peak }, loss })]);
    expect(error.tensor).toBe('game: new value of peak');
    expect(error.message).toMatch(/in step 4, .*kernel Multiply with output \[\] in the forward pass/);
  });

  it('in a slot, which no metric shows', async () => {
    const w = number(1);
    const optimizer = adam({ learningRate: 0.1 });
    const loss = (): { loss: Scalar } => ({ loss: mul(w, 1e25) });
    const error = await failure([objective({ parameters: { w }, optimizer, loss })]);
    expect(error.tensor).toBe('game: slot v of w');
    expect(error.message).toMatch(/in step 1, .*kernel Square with output \[\] in the update/);
  });

  it('in a metric', async () => {
    const w = number(1);
    const loss: Objective['loss'] = ({ step }) => ({ loss: square(w), metrics: { odds: exp(mul(step, 40)) } });
    const error = await failure([objective({ parameters: { w }, loss })]);
    expect(error.tensor).toBe('game: metric odds');
    expect(error.message).toMatch(/in step 4, .*kernel Exp with output \[\] in the forward pass/);
  });

  it('in the data', async () => {
    const w = number(1);
    const loss = ({ batch }: ObjectiveArguments): { loss: Scalar } => ({ loss: mean(mul(batch.x, w)) });
    const error = await failure([objective({ parameters: { w }, loss })], ones(6));
    expect(error.tensor).toBe('game: x of the batch');
    expect(error.message).toMatch(/in step 7, x of the batch \[2\].*Clean the data/);
  });

  it('in a constraint', async () => {
    const w = number(1);
    const constraint: Objective['constraint'] = () => [[w, log(w)]];
    const error = await failure([objective({ parameters: { w }, loss: () => ({ loss: square(w) }), constraint })]);
    expect(error.tensor).toBe('game: constraint of w');
    expect(error.message).toMatch(/kernel Log with output \[\] in the constraint/);
  });

  it('in a constant', async () => {
    const w = number(1);
    const constant = tidy(() => variable(tensor1d([1, Infinity]), false));
    made.push(constant);
    const loss = (): { loss: Scalar } => ({ loss: sum(mul(constant, w)) });
    const error = await failure([objective({ parameters: { w }, loss })]);
    expect(error.message).toMatch(/in step 1, the loss.*comes from a constant \[2\] that enters in the forward pass/);
  });

  it('in the objective where it arises, though others follow in the same step', async () => {
    const [v, w] = [number(1), number(0.5)];
    const first = objective({ name: 'first', parameters: { v }, loss: () => ({ loss: mul(square(v), 0.1) }) });
    const second = objective({ name: 'second', parameters: { w }, loss: () => ({ loss: sqrt(square(w)) }) });
    const third = objective({ name: 'third', parameters: { v }, loss: () => ({ loss: mul(square(v), w) }) });
    expect((await failure([first, second, third])).tensor).toBe('second: gradient of w');
  });
});

it('does not blame infinities that come to nothing', async () => {
  const w = number(1);
  const loss = (): { loss: Scalar } => {
    const masked = exp(mul(log(scalar(0)), 1)); // e^−∞ = 0
    return { loss: add(add(w, masked), mul(sqrt(w), 1e-30)) };
  };
  const error = await failure([objective({ parameters: { w }, loss })]);
  // w = 1, 0.75, 0.5, 0.25, 0: there the slope of the root is infinite.
  expect(error.tensor).toBe('game: gradient of w');
  expect(error.message).toMatch(/in step 5, .*kernel RealDiv/);
});

it('says so when it cannot be found again', async () => {
  const w = number(1);
  let calls = 0;
  const loss = (): { loss: Scalar } => {
    calls += 1;
    return { loss: calls === 3 ? mul(w, Number.NaN) : square(w) };
  };
  const error = await failure([objective({ parameters: { w }, loss })]);
  expect(error.message).toMatch(
    /game\/loss is not finite after step 4. Doing the steps from 0 again gave finite numbers/,
  );
});

it('leaves no tensor, keeps the last good checkpoint, and puts the variables back to the last good report', async () => {
  const before = memory().numTensors;
  const w = number(1.5);
  const store = memoryStore();
  const loss = (): { loss: Scalar } => ({ loss: add(w, mul(sqrt(w), 1e-30)) });
  const options = { key: key(0), batches: ones(), steps: 12, reportEvery: 3, checkpoints: { store, everySteps: 1 } };
  const steps: number[] = [];
  const run = async (): Promise<void> => {
    for await (const { step } of train({ ...options, objectives: [objective({ parameters: { w }, loss })] }))
      steps.push(step);
  };
  // w = 1.5, 1.25, …, 0 after step 6.
  await expect(run()).rejects.toThrow(/in step 7, .*values after step 6/);
  expect(steps).toEqual([3, 4, 6]);
  expect(w.dataSync()[0]).toBe(0);
  expect((await store.latest())?.step).toBe(6);
  w.dispose();
  expect(memory().numTensors).toBe(before);
});
