import { ArgumentError, type HostBatch, key, type Objective, type PreparedEngine } from '@jensenjs/core';
import {
  add,
  memory,
  mul,
  type Scalar,
  scalar,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  variable,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { momentum } from '../optimizers/momentum';
import { sgd } from '../optimizers/sgd';
import { plane, planeBatches } from '../plane.fixture';
import { eager } from './eager';

const spec = { x: { shape: [], dtype: 'float32' } } as const;
const row = (...numbers: number[]): HostBatch => ({
  x: { shape: [numbers.length], dtype: 'float32', data: Float32Array.from(numbers) },
});
const read = (value: Tensor): number[] => [...value.dataSync()];
const rate = sgd({ learningRate: 0.5 });
const one = (objective: Partial<Objective> & Pick<Objective, 'loss'>): Objective => ({
  name: 'game',
  parameters: {},
  state: {},
  optimizer: rate,
  ...objective,
});
const prepare = (...objectives: Objective[]): Promise<PreparedEngine> => eager().prepare(objectives, spec);

describe('gradients', () => {
  it('follow a scalar loss for all parameters', async () => {
    const [a, b] = [variable(scalar(1)), variable(tensor([2, 3]))];
    // ∂/∂a a² Σb = 2a Σb = 10, ∂/∂b = a²
    const loss = (): { loss: Scalar } => ({ loss: mul(square(a), sum(b)) });
    const engine = await prepare(one({ parameters: { a, b }, loss }));
    await engine.step({ key: key(0), step: 0, batches: [row(1)] });
    expect([...read(a), ...read(b)]).toEqual([-4, 1.5, 2.5]);
  });

  it('follow each of several terms for its own parameters, adding where they share', async () => {
    const [a, b, c] = [variable(scalar(1)), variable(scalar(2)), variable(scalar(3))];
    let evaluations = 0;
    const loss: Objective['loss'] = () => {
      evaluations += 1;
      const abc: Scalar = mul(mul(a, b), c);
      return {
        loss: [
          { loss: abc, parameters: [a, b] }, // ∂a 6, ∂b 3
          { loss: mul(abc, 10), parameters: [c, b] }, // ∂c 20, ∂b 30
          { loss: mul(square(a), 2), parameters: [b, a] }, // ∂a 4
        ],
      };
    };
    const engine = await prepare(one({ parameters: { a, b, c }, loss, optimizer: sgd({ learningRate: 1 }) }));
    const before = memory().numTensors;
    await engine.step({ key: key(0), step: 0, batches: [row(1)] });
    expect(evaluations).toBe(1);
    expect([a, b, c].flatMap(read)).toEqual([1 - 10, 2 - 33, 3 - 20]);
    // The meter's sum of losses is the only tensor that the step leaves.
    expect(memory().numTensors).toBe(before + 1);
    expect(await engine.read()).toEqual({ 'game/loss': 6 + 60 + 2 });
  });

  it('are second order where the loss holds a gradient penalty', async () => {
    const { grad } = await import('@tensorflow/tfjs-core');
    const w = variable(scalar(2));
    const loss: Objective['loss'] = ({ batch }) => {
      const slope = grad((x) => sum(mul(square(x), w)))(batch.x); // 2 x w
      return { loss: [{ loss: sum(square(slope)), parameters: [w] }] }; // ∂w = Σ 8 x² w
    };
    const engine = await prepare(one({ parameters: { w }, loss, optimizer: sgd({ learningRate: 1 }) }));
    await engine.step({ key: key(0), step: 0, batches: [row(1, 2)] });
    expect(read(w)).toEqual([2 - 80]);
  });

  it('that a parameter does not get are an error with its name, and nothing changes', async () => {
    const [a, idle] = [variable(scalar(1)), variable(scalar(2))];
    const state = variable(scalar(0));
    const loss: Objective['loss'] = () => ({ loss: square(a), updates: [[state, scalar(1)]] });
    const engine = await prepare(one({ parameters: { a, idle }, state: { state }, loss }));
    const before = memory().numTensors;
    expect(() => engine.step({ key: key(0), step: 0, batches: [row(1)] })).toThrow(/loss does not depend on idle/);
    expect([a, idle, state].flatMap(read)).toEqual([1, 2, 0]);
    expect(memory().numTensors).toBe(before);
    const listed: Objective['loss'] = () => ({ loss: [{ loss: square(a), parameters: [a] }] });
    const partly = await prepare(one({ parameters: { a, idle }, loss: listed }));
    expect(() => partly.step({ key: key(0), step: 0, batches: [row(1)] })).toThrow(/does not depend on idle/);
  });
});

describe('updates', () => {
  it('are committed once, only for the state of the objective, and the constraint follows', async () => {
    const [w, mine, other] = [variable(scalar(1)), variable(scalar(0)), variable(scalar(0))];
    const objective = one({
      parameters: { w },
      state: { mine },
      loss: () => ({
        loss: square(w),
        updates: [
          [mine, add(mine, w)],
          [other, scalar(9)],
        ],
      }),
      constraint: () => [[w, add(w, 0.25)]],
    });
    const engine = await prepare(objective);
    await engine.step({ key: key(0), step: 0, batches: [row(1)] });
    // w: 1 − 0.5 · 2 = 0, then the constraint; the update saw the old w.
    expect([w, mine, other].flatMap(read)).toEqual([0.25, 1, 0]);
  });

  it('of one objective are seen by the next', async () => {
    const [a, b] = [variable(scalar(1)), variable(scalar(0))];
    const first = one({ name: 'first', parameters: { a }, loss: () => ({ loss: square(a) }) });
    const second = one({ name: 'second', parameters: { b }, loss: () => ({ loss: square(sub(add(b, 1), a)) }) });
    const engine = await prepare(first, second);
    await engine.step({ key: key(0), step: 0, batches: [row(1)] });
    expect([a, b].flatMap(read)).toEqual([0, -1]);
  });

  it('work without any parameters', async () => {
    const state = variable(scalar(0));
    const loss: Objective['loss'] = ({ batch }) => ({ loss: scalar(3), updates: [[state, sum(batch.x)]] });
    const engine = await prepare(one({ state: { state }, loss }));
    await engine.step({ key: key(0), step: 0, batches: [row(1, 2)] });
    expect(read(state)).toEqual([3]);
    expect(await engine.read()).toEqual({ 'game/loss': 3 });
  });
});

it('keeps slots in which an optimiser hands back gradients, parameters or slots', async () => {
  const w = variable(scalar(4));
  const optimizer: Objective['optimizer'] = {
    spec: { kind: 'mirror', hyperparameters: {} },
    learningRate: () => 1,
    init: (parameter) => ({ gradient: parameter, before: parameter, twice: parameter }),
    update: ({ gradients, parameters, slots }) => ({
      parameters: [mul(parameters[0] as Tensor, 0.5)],
      slots: [{ gradient: gradients[0] as Tensor, before: parameters[0] as Tensor, twice: slots[0]?.before as Tensor }],
    }),
  };
  const before = memory().numTensors;
  const engine = await prepare(one({ parameters: { w }, loss: () => ({ loss: square(w) }), optimizer }));
  for (let step = 0; step < 2; step++) await engine.step({ key: key(step), step, batches: [row(1)] });
  const state = await engine.capture();
  await engine.restore(state);
  const slots = ['gradient', 'before', 'twice'].map((slot) => state[`game/slots/w/${slot}`]?.data[0]);
  expect([...read(w), ...slots]).toEqual([1, 4, 2, 4]);
  await engine.read();
  engine.dispose();
  expect(memory().numTensors).toBe(before);
});

it('runs objectives in their order and cadence, with keys and batches of their own', async () => {
  const log: string[] = [];
  const [a, b] = [variable(scalar(0)), variable(scalar(0))];
  const player = (name: string, w: typeof a, cadence: Partial<Objective>): Objective =>
    one({
      name,
      parameters: { w },
      loss: ({ key: from, batch, step }) => {
        log.push(`${name} ${read(step)[0]} ${read(batch.x)[0]} ${from.words().join()}`);
        return { loss: square(w) };
      },
      ...cadence,
    });
  const engine = await prepare(player('often', a, { repeat: 2 }), player('rare', b, { every: 2 }));
  const words = (step: number, index: number, repetition: number): string =>
    key(step).fold(index).fold(repetition).words().join();
  for (let step = 0; step < 3; step++) await engine.step({ key: key(step), step, batches: [row(10), row(20)] });
  expect(log).toEqual([
    `often 0 10 ${words(0, 0, 0)}`,
    `often 0 20 ${words(0, 0, 1)}`,
    `rare 0 10 ${words(0, 1, 0)}`,
    `often 1 10 ${words(1, 0, 0)}`,
    `often 1 20 ${words(1, 0, 1)}`,
    `often 2 10 ${words(2, 0, 0)}`,
    `often 2 20 ${words(2, 0, 1)}`,
    `rare 2 10 ${words(2, 1, 0)}`,
  ]);
  const state = await engine.capture();
  expect(state['often/count']?.data[0]).toBe(6);
  expect(state['rare/count']?.data[0]).toBe(2);
});

it('averages scalars over steps and vectors over examples, and begins anew when read', async () => {
  const w = variable(scalar(1));
  const loss: Objective['loss'] = ({ batch }) => ({
    loss: mul(w, 2),
    metrics: { each: batch.x, size: scalar(batch.x.size, 'int32') },
  });
  const engine = await prepare(one({ parameters: { w }, loss, optimizer: sgd({ learningRate: 0 }) }));
  await engine.step({ key: key(0), step: 0, batches: [row(1, 2, 3)] });
  await engine.step({ key: key(0), step: 1, batches: [row(10)] });
  expect(await engine.read()).toEqual({ 'game/loss': 2, 'game/each': 4, 'game/size': 2 });
  expect(await engine.read()).toEqual({});
  await engine.step({ key: key(0), step: 2, batches: [row(7)] });
  expect(await engine.read()).toEqual({ 'game/loss': 2, 'game/each': 7, 'game/size': 1 });
});

it('names its state, and stores a shared variable once', async () => {
  const shared = variable(tensor([1, 2]));
  const own = variable(scalar(1));
  const optimizer = momentum({ learningRate: 0.1 });
  const loss = (): { loss: Scalar } => ({ loss: sum(square(shared)) });
  const first = one({ name: 'first', parameters: { 'net/shared': shared }, state: { own }, loss, optimizer });
  const second = one({ name: 'second', parameters: { alias: shared }, loss, optimizer });
  const engine = await prepare(first, second);
  expect(Object.keys(await engine.capture()).sort()).toEqual([
    'first/count',
    'first/parameters/net/shared',
    'first/slots/net/shared/velocity',
    'first/state/own',
    'second/count',
    'second/slots/alias/velocity',
  ]);
});

describe('a captured state', () => {
  const batches = planeBatches();
  const advance = async (engine: PreparedEngine, from: number, to: number): Promise<void> => {
    for (let step = from; step < to; step++)
      await engine.step({ key: key(step), step, batches: [await batches.batch(key(9), 0, step)] });
  };

  it('brings back everything, sums of metrics included, to the last bit', async () => {
    const model = plane();
    const engine = await eager().prepare([model.objective], batches.spec);
    await advance(engine, 0, 2);
    const state = await engine.capture();
    await advance(engine, 2, 5);
    const expected = { values: model.values(), metrics: await engine.read() };
    engine.dispose();
    const other = plane();
    const again = await eager().prepare([other.objective], batches.spec);
    await again.restore(state);
    await advance(again, 2, 5);
    expect({ values: other.values(), metrics: await again.read() }).toEqual(expected);
  });

  it('is a copy', async () => {
    const model = plane();
    const engine = await eager().prepare([model.objective], batches.spec);
    const state = await engine.capture();
    const before = model.values();
    state['plane/parameters/kernel']?.data.fill(99);
    expect(model.values()).toEqual(before);
    await engine.restore(state);
    expect(model.values().slice(0, 2)).toEqual([99, 99]);
    state['plane/parameters/kernel']?.data.fill(7);
    expect(model.values().slice(0, 2)).toEqual([99, 99]);
  });

  it('that does not fit is refused with what differs, and nothing changes', async () => {
    const model = plane();
    const engine = await eager().prepare([model.objective], batches.spec);
    const { 'plane/slots/kernel/m': _m, ...rest } = await engine.capture();
    const wrong = {
      ...rest,
      'plane/parameters/bias': { shape: [2], dtype: 'float32', data: new Float32Array(2) },
      'plane/slots/kernel/velocity': { shape: [2], dtype: 'float32', data: new Float32Array(2) },
    } as const;
    const before = model.values();
    await expect(engine.restore(wrong)).rejects.toThrow(
      /bias is float32 \[2\] there and float32 \[1\] here.*kernel\/m is missing.*kernel\/velocity is not known here.*Nothing was changed/,
    );
    expect(model.values()).toEqual(before);
  });
});

it('neither grows in 2,000 steps nor leaves anything behind', async () => {
  const before = memory().numTensors;
  const batches = planeBatches();
  const model = plane();
  const engine = await eager().prepare([model.objective], batches.spec);
  const batch = await batches.batch(key(1), 0, 0);
  await engine.step({ key: key(0), step: 0, batches: [batch] });
  const during = memory().numTensors;
  for (let step = 1; step < 2000; step++) {
    await engine.step({ key: key(step), step, batches: [batch] });
    if (step % 500 === 0) await engine.capture();
    expect(memory().numTensors).toBe(during);
  }
  await engine.read();
  engine.dispose();
  model.dispose();
  expect(memory().numTensors).toBe(before);
});

describe('refuses', () => {
  const w = variable(scalar(1));
  const good = one({ parameters: { w }, loss: () => ({ loss: square(w) }) });
  const foreign = variable(scalar(1));
  it('objectives that no engine can run', async () => {
    await expect(prepare()).rejects.toThrow(/^eager: objectives is empty/);
    await expect(prepare()).rejects.toBeInstanceOf(ArgumentError);
  });

  const results: [string, Objective['loss'], RegExp][] = [
    ['a loss per example', () => ({ loss: square(tensor([1, 2])) as unknown as Scalar }), /float32 \[2\], and must be/],
    ['no terms', () => ({ loss: [] }), /the loss is an empty list/],
    [
      'a foreign variable in a term',
      () => ({ loss: [{ loss: square(w), parameters: [w, foreign] }] }),
      /not among the parameters/,
    ],
    [
      'a matrix as metric',
      () => ({ loss: square(w), metrics: { m: tensor([[1]]) } }),
      /metric game\/m: its shape is \[1, 1\]/,
    ],
    [
      'an update of another shape',
      () => ({ loss: square(w), updates: [[state, tensor([1, 2])]] }),
      /new value of state is float32 \[2\]/,
    ],
  ];
  const state = variable(scalar(0));
  it.each(results)('%s', async (_, loss, message) => {
    const engine = await prepare({ ...good, state: { state }, loss });
    const before = memory().numTensors;
    expect(() => engine.step({ key: key(0), step: 0, batches: [row(1)] })).toThrow(message);
    expect(memory().numTensors - before).toBeLessThanOrEqual(1);
    expect(read(w)).toEqual([1]);
  });

  it('batches that do not fit', async () => {
    const engine = await prepare(good);
    const step = (...batches: HostBatch[]): unknown => engine.step({ key: key(0), step: 0, batches });
    expect(() => step()).toThrow(/^eager: objective game needs 1 batches in a step, got 0/);
    expect(() => step({ y: row(1).x as HostBatch[string] })).toThrow(/^eager: a batch lacks x. It holds y/);
  });

  it('a constraint on a foreign variable', async () => {
    const engine = await prepare({ ...good, constraint: () => [[state, scalar(1)]] });
    expect(() => engine.step({ key: key(0), step: 0, batches: [row(1)] })).toThrow(/constraint assigns a variable/);
  });
});
