import { ArgumentError, key, type Objective, type PreparedEngine, UnsupportedError } from '@jensenjs/core';
import { sgd } from '@jensenjs/train';
import { add, mul, scalar, square, sub, sum, type Tensor, tidy, type Variable, variable } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { interpreter } from '../runtime/interpreter';
import type { Runtime } from '../runtime/runtime';
import { compiled } from './compiled';
import { numbersOf, plane, planeBatch, planeSpec, watched } from './toys.fixture';

const step = (engine: PreparedEngine, number = 0): Promise<void> =>
  engine.step({ key: key(number), step: number, batches: [planeBatch(number)] }) as Promise<void>;
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** A promise to hold something up with. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** An optimiser that no engine knows: it has a program of its own. */
const descent: Objective['optimizer'] = {
  spec: { kind: 'descent', hyperparameters: {} },
  learningRate: () => 0.1,
  init: (parameter) => ({ last: mul(parameter, 0) }),
  update: ({ gradients, parameters, rate }) => ({
    parameters: parameters.map((parameter, i) => sub(parameter, mul(gradients[i] as Tensor, rate))),
    slots: gradients.map((last) => ({ last })),
  }),
};
const constraint: Objective['constraint'] = ({ kernel }) => [[kernel as Variable, mul(kernel as Variable, 0.5)]];

describe('without a runtime that works', () => {
  const broken = (name: string, reason: string): Runtime => ({
    name,
    available: async () => ({ available: false, reason }),
    load: () => Promise.reject(new Error('unreachable')),
  });

  it('says what to give', async () => {
    const preparing = compiled().prepare([plane().objective], planeSpec);
    await expect(preparing).rejects.toThrow(/got none. Give onnxNode\(\), onnxWeb\(\) or interpreter\(\)/);
  });

  it('says why each does not', async () => {
    const preparing = compiled(broken('a', 'it is not installed'), broken('b', 'it has no memory')).prepare(
      [plane().objective],
      planeSpec,
    );
    await expect(preparing).rejects.toThrow(/a: it is not installed. b: it has no memory/);
    await expect(preparing).rejects.toBeInstanceOf(UnsupportedError);
  });

  it('takes the first that does', async () => {
    const { runtime, log } = watched();
    const engine = await compiled(broken('a', 'it is not installed'), runtime, interpreter()).prepare(
      [plane().objective],
      planeSpec,
    );
    await step(engine);
    expect(log.loads).toBe(1);
    engine.dispose();
  });
});

describe('one thing at a time:', () => {
  it('all else is refused during a step, which goes on', async () => {
    const { opened, open } = gate();
    const { runtime } = watched(() => opened);
    const { objective, values } = plane();
    const engine = await compiled(runtime).prepare([objective], planeSpec);
    const state = await engine.capture();
    const before = values();
    const first = step(engine);
    const refused = /was called while step was going on. Await that first/;
    await expect(step(engine, 1)).rejects.toThrow(refused);
    await expect(engine.capture()).rejects.toThrow(refused);
    await expect(engine.restore(state)).rejects.toThrow(refused);
    await expect(engine.sync()).rejects.toThrow(refused);
    await expect(engine.read()).rejects.toThrow(refused);
    expect(() => engine.snapshot?.()).toThrow(refused);
    open();
    await first;
    engine.dispose();
    expect(values()).not.toEqual(before);
  });

  it('a step whose run ends after dispose is not finished', async () => {
    const { opened, open } = gate();
    const { runtime } = watched(undefined, () => opened);
    const { objective, values } = plane();
    const engine = await compiled(runtime).prepare([objective], planeSpec);
    const before = values();
    const stepping = step(engine);
    await settled();
    engine.dispose();
    open();
    await expect(stepping).rejects.toThrow('the engine was disposed of during a step, which was not finished');
    expect(values()).toEqual(before);
  });

  it('nothing is done after dispose', async () => {
    const engine = await compiled(interpreter()).prepare([plane().objective], planeSpec);
    const state = await engine.capture();
    engine.dispose();
    await expect(step(engine)).rejects.toThrow('compiled: step was called after dispose.');
    await expect(step(engine)).rejects.toBeInstanceOf(ArgumentError);
    await expect(engine.capture()).rejects.toThrow('capture was called after dispose');
    await expect(engine.restore(state)).rejects.toThrow('restore was called after dispose');
    await expect(engine.sync()).rejects.toThrow('sync was called after dispose');
    await expect(engine.read()).rejects.toThrow('read was called after dispose');
    expect(() => engine.snapshot?.()).toThrow('snapshot was called after dispose');
  });
});

// Programs of a step with all that a step can have: the loss, the unknown optimiser's update, the constraint.
describe.each([
  ['the loss', 1],
  ['the update', 2],
  ['the constraint', 3],
])('when a run of %s', (_, run) => {
  const build = (...watches: Parameters<typeof watched>) => {
    const model = plane({ optimizer: descent, constraint });
    const { runtime, log } = watched(...watches);
    return { ...model, log, prepared: compiled(runtime).prepare([model.objective], planeSpec) };
  };

  it('fails, nothing has changed, and the next step is what it would have been', async () => {
    let failing = -1;
    const { prepared } = build((n) => {
      if (n === failing) throw new Error('no memory');
    });
    const engine = await prepared;
    await step(engine);
    const before = await numbersOf(engine);
    failing = 3 + run;
    await expect(step(engine, 1)).rejects.toThrow('no memory');
    expect(await numbersOf(engine)).toEqual(before);
    await step(engine, 1);
    const other = await build(() => undefined).prepared;
    for (const number of [0, 1]) await step(other, number);
    expect(await numbersOf(engine)).toEqual(await numbersOf(other));
    for (const done of [engine, other]) done.dispose();
  });

  it.each(['begun', 'done'])(
    'is %s, dispose leaves the values of the last whole step, and the step fails',
    async (when) => {
      const { opened, open } = gate();
      const hold = (n: number): Promise<void> | undefined => (n === 3 + run ? opened : undefined);
      const { prepared, log, values } = when === 'begun' ? build(hold) : build(undefined, hold);
      const engine = await prepared;
      await step(engine);
      const expected = await numbersOf(engine);
      const second = step(engine, 1);
      await settled();
      engine.dispose();
      const kernel = expected['plane/parameters/kernel'] as number[];
      const all = [...kernel, ...(expected['plane/parameters/bias'] ?? []), ...(expected['plane/state/running'] ?? [])];
      expect(values()).toEqual(all);
      open();
      await expect(second).rejects.toThrow(/disposed of/);
      await settled();
      expect(values()).toEqual(all);
      expect(log.disposals).toBe(log.loads);
    },
  );
});

describe('loading', () => {
  it('that fails half-way disposes of what was loaded', async () => {
    const { runtime, log } = watched();
    const loss = plane({ optimizer: descent }).objective;
    const reading: Objective = {
      ...plane().objective,
      name: 'second',
      constraint: ({ kernel }) => [[kernel as Variable, scalar(square(kernel as Variable).dataSync()[0] as number)]],
    };
    await expect(compiled(runtime).prepare([loss, reading], planeSpec)).rejects.toThrow(
      /the constraint of objective second/,
    );
    await settled();
    expect(log).toEqual({ loads: 1, disposals: 1, runs: 0 });
  });

  it('that is going on when the engine is disposed of ends in nothing', async () => {
    const { opened, open } = gate();
    const { runtime, log } = watched();
    const slow: Runtime = { ...runtime, load: (graph) => opened.then(() => runtime.load(graph)) };
    const { objective, values } = plane();
    const engine = await compiled(slow).prepare([objective], planeSpec);
    const before = values();
    const stepping = step(engine);
    engine.dispose();
    open();
    await expect(stepping).rejects.toThrow('the engine was disposed of during a step');
    await settled();
    expect([values(), log]).toEqual([before, { loads: 1, disposals: 1, runs: 0 }]);
  });

  it('an objective that the compiler refuses leaves those before it as they are', async () => {
    const { objective, values } = plane();
    const reading: Objective = {
      ...plane({ optimizer: sgd({ learningRate: 1 }) }).objective,
      name: 'reader',
      loss: ({ batch }) => ({ loss: scalar(sum(batch.x).dataSync()[0] as number) }),
    };
    const engine = await compiled(interpreter()).prepare([objective, reading], planeSpec);
    const before = values();
    await expect(step(engine)).rejects.toThrow(/^objective reader: .*reads the numbers of a tensor/);
    engine.dispose();
    expect(values()).toEqual(before);
  });

  it('may read a variable that is made only when the objective is traced, or assigned while a step is going on', async () => {
    const { opened, open } = gate();
    const { runtime } = watched((n) => (n === 1 ? opened : undefined));
    const [w, frozen] = tidy(() => [variable(scalar(0)), variable(scalar(1))] as const);
    const objective: Objective = {
      name: 'game',
      parameters: { w },
      state: {},
      optimizer: sgd({ learningRate: 1 }),
      loss: () => ({ loss: add(mul(w, frozen), mul(square(w), 0)) }),
    };
    const engine = await compiled(runtime).prepare([objective], planeSpec);
    const first = step(engine);
    await settled();
    tidy(() => frozen.assign(scalar(100)));
    open();
    await first;
    await step(engine, 1);
    engine.dispose();
    expect(w.dataSync()[0]).toBe(-101);
  });
});
