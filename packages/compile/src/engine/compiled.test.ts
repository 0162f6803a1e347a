import { ArgumentError, key, type Objective, type PreparedEngine } from '@jensenjs/core';
import { adam, adamw, constant, cosine, eager, momentum, sgd } from '@jensenjs/train';
import {
  add,
  clipByValue,
  clone,
  grad,
  memory,
  mul,
  type Scalar,
  scalar,
  sign,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { onnxNode } from '../node';
import { interpreter } from '../runtime/interpreter';
import { compiled } from './compiled';
import { numbersOf, plane, planeBatch, planeSpec, read, row, spec, watched } from './toys.fixture';

const onnx = onnxNode({ threads: 1 });
const one = (objective: Partial<Objective> & Pick<Objective, 'loss'>): Objective => ({
  name: 'game',
  parameters: {},
  state: {},
  optimizer: sgd({ learningRate: 0.5 }),
  ...objective,
});
const prepare = (...objectives: Objective[]): Promise<PreparedEngine> => compiled(onnx).prepare(objectives, spec);
const number = (value: number) => tidy(() => variable(scalar(value)));

describe('gradients', () => {
  it('follow a scalar loss for all parameters', async () => {
    const [a, b] = [number(1), variable(tensor([2, 3]))];
    // ∂/∂a a² Σb = 2a Σb = 10, ∂/∂b = a²
    const loss = (): { loss: Scalar } => ({ loss: mul(square(a), sum(b)) });
    const engine = await prepare(one({ parameters: { a, b }, loss }));
    await engine.step({ key: key(0), step: 0, batches: [row(1)] });
    engine.dispose();
    expect([...read(a), ...read(b)]).toEqual([-4, 1.5, 2.5]);
  });

  it('follow each of several terms for its own parameters, adding where they share', async () => {
    const [a, b, c] = [number(1), number(2), number(3)];
    const loss: Objective['loss'] = () => {
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
    await engine.step({ key: key(0), step: 0, batches: [row(1)] });
    expect(await engine.read()).toEqual({ 'game/loss': 6 + 60 + 2 });
    engine.dispose();
    expect([a, b, c].flatMap(read)).toEqual([1 - 10, 2 - 33, 3 - 20]);
  });

  it('are second order where the loss holds a gradient penalty, and may be constant', async () => {
    const [w, c] = [number(2), number(0)];
    const loss: Objective['loss'] = ({ batch }) => {
      const slope = grad((x) => sum(mul(square(x), w)))(batch.x); // 2 x w
      return { loss: add(sum(square(slope)), mul(c, 3)) }; // ∂w = Σ 8 x² w, ∂c = 3
    };
    const engine = await prepare(one({ parameters: { w, c }, loss, optimizer: sgd({ learningRate: 1 }) }));
    await engine.step({ key: key(0), step: 0, batches: [row(1, 2)] });
    engine.dispose();
    expect([w, c].flatMap(read)).toEqual([2 - 80, -3]);
  });
});

describe('updates', () => {
  it('are committed once, only for the state of the objective, and the constraint follows', async () => {
    const [w, mine, other] = [number(1), number(0), number(0)];
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
    engine.dispose();
    // w: 1 − 0.5 · 2 = 0, then the constraint; the update saw the old w.
    expect([w, mine, other].flatMap(read)).toEqual([0.25, 1, 0]);
  });

  it('of one objective are seen by the next, whoever owns the variable', async () => {
    const [a, b, shared] = [number(1), number(0), number(3)];
    const first = one({
      name: 'first',
      parameters: { a, shared },
      loss: () => ({ loss: add(square(a), square(shared)) }),
    });
    const second = one({
      name: 'second',
      parameters: { b, alias: shared },
      loss: () => ({ loss: add(square(sub(add(b, 1), a)), mul(shared, 2)) }),
    });
    const engine = await prepare(first, second);
    await engine.step({ key: key(0), step: 0, batches: [row(1)] });
    expect(Object.keys(await engine.capture()).sort()).toEqual([
      'first/count',
      'first/metrics/loss/count',
      'first/metrics/loss/sum',
      'first/parameters/a',
      'first/parameters/shared',
      'second/count',
      'second/metrics/loss/count',
      'second/metrics/loss/sum',
      'second/parameters/b',
    ]);
    engine.dispose();
    expect([a, b, shared].flatMap(read)).toEqual([0, -1, 0 - 1]);
  });

  it('work without any parameters, and on integers', async () => {
    const [state, steps] = [number(0), tidy(() => variable(scalar(5, 'int32'), false))];
    const loss: Objective['loss'] = ({ batch, step }) => ({
      loss: scalar(3),
      updates: [
        [state, sum(batch.x)],
        [steps, add(steps, step)],
      ],
    });
    const engine = await prepare(one({ state: { state, steps }, loss }));
    for (const step of [0, 1, 2]) await engine.step({ key: key(0), step, batches: [row(1, 2)] });
    expect(await engine.read()).toEqual({ 'game/loss': 3 });
    engine.dispose();
    expect([...read(state), ...read(steps)]).toEqual([3, 5 + 0 + 1 + 2]);
  });
});

it('runs objectives in their order and cadence, with the keys and batches that the eager engine gives them', async () => {
  const run = async (prepared: (objectives: Objective[]) => Promise<PreparedEngine>) => {
    const [a, b] = [number(0), number(0)];
    const player = (name: string, w: Variable, cadence: Partial<Objective>): Objective =>
      one({
        name,
        parameters: { w },
        // From noise, batch and step, so that what each update was given can be told from w.
        loss: ({ key: from, batch, step }) => {
          const noise = from.fold(7).draw({ kind: 'integers', low: 0, high: 100 }, []);
          return { loss: mul<Scalar>(w, add(add(mul(noise, 1e4), sum(batch.x)), mul(step, 1e6))) };
        },
        optimizer: sgd({ learningRate: 1 }),
        ...cadence,
      });
    const engine = await prepared([player('often', a, { repeat: 2 }), player('rare', b, { every: 2 })]);
    const values: number[][] = [];
    for (let step = 0; step < 3; step++) {
      await engine.step({ key: key(step), step, batches: [row(10), row(20)] });
      await engine.sync();
      values.push([...read(a), ...read(b)]);
    }
    const state = await engine.capture();
    engine.dispose();
    return [values, state['often/count']?.data[0], state['rare/count']?.data[0]];
  };
  const expected = await run((objectives) => eager().prepare(objectives, spec));
  expect(expected.slice(1)).toEqual([6, 2]);
  expect(await run((objectives) => compiled(onnx).prepare(objectives, spec))).toEqual(expected);
});

it('averages scalars over steps and vectors over examples, and begins anew when read', async () => {
  const w = number(1);
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
  engine.dispose();
});

it('reports what an objective itself calls its loss', async () => {
  const w = number(1);
  const engine = await prepare(
    one({ parameters: { w }, loss: () => ({ loss: square(w), metrics: { loss: scalar(8) } }) }),
  );
  await engine.step({ key: key(0), step: 0, batches: [row(1)] });
  expect(await engine.read()).toEqual({ 'game/loss': 8 });
  engine.dispose();
});

describe('programs', () => {
  it('are made once for each size of batch, whatever steps, rates and counts are', async () => {
    const { runtime, log } = watched();
    const { objective } = plane({ optimizer: adam({ learningRate: cosine({ from: 0.1, steps: 20 }) }) });
    const engine = await compiled(runtime).prepare([objective], planeSpec);
    expect(log.loads).toBe(0);
    for (let step = 0; step < 12; step++) await engine.step({ key: key(step), step, batches: [planeBatch(step)] });
    expect(log.loads).toBe(1);
    for (let step = 12; step < 15; step++) await engine.step({ key: key(step), step, batches: [planeBatch(step, 3)] });
    await engine.step({ key: key(15), step: 15, batches: [planeBatch(15)] });
    expect(log).toEqual({ loads: 2, disposals: 0, runs: 16 });
    engine.dispose();
    expect(log.disposals).toBe(2);
  });

  it('of an unknown optimiser and of a constraint are made when the engine is', async () => {
    const { runtime, log } = watched();
    const w = number(1);
    const engine = await compiled(runtime).prepare(
      [
        one({
          parameters: { w },
          loss: () => ({ loss: square(w) }),
          optimizer: signs(),
          constraint: () => [[w, mul(w, 0.5)]],
        }),
      ],
      spec,
    );
    expect(log.loads).toBe(2);
    for (let step = 0; step < 3; step++) await engine.step({ key: key(0), step, batches: [row(1)] });
    expect(log).toEqual({ loads: 3, disposals: 0, runs: 9 });
    engine.dispose();
    expect(log.disposals).toBe(3);
  });
});

/** Steps of the sign of the gradient, scaled by how often they were made: an optimiser that no engine knows. */
const signs = (): Objective['optimizer'] => ({
  spec: { kind: 'signs', hyperparameters: {} },
  learningRate: (count) => 0.1 / (1 + count),
  init: (parameter) => ({ before: mul(parameter, 0), calls: tensor([0, 0], [2], 'int32') }),
  update: ({ gradients, parameters, slots, rate, count }) => ({
    parameters: parameters.map((parameter, i) => sub(parameter, mul(mul(sign(gradients[i] as Tensor), rate), count))),
    slots: slots.map(({ calls }, i) => ({ before: gradients[i] as Tensor, calls: add(calls as Tensor, count) })),
  }),
});

describe.each<[string, () => Partial<Objective>, number]>([
  ['Adam', () => ({}), 1e-5],
  [
    'AdamW with clipping and averages',
    () => ({ optimizer: adamw({ learningRate: 0.05, clipNorm: 0.5, ema: 0.9 }) }),
    1e-5,
  ],
  ['momentum on a schedule', () => ({ optimizer: momentum({ learningRate: cosine({ from: 0.1, steps: 20 }) }) }), 1e-5],
  ['an unknown optimiser', () => ({ optimizer: signs() }), 1e-5],
  [
    'a constraint',
    () => ({
      optimizer: sgd({ learningRate: constant(0.1) }),
      constraint: ({ kernel }) => [[kernel as Variable, clipByValue(kernel as Variable, -0.3, 0.3)]],
    }),
    1e-5,
  ],
])('with %s', (_, options, tolerance) => {
  const advance = async (engine: PreparedEngine, from: number, to: number): Promise<void> => {
    for (let step = from; step < to; step++)
      await engine.step({ key: key(step), step, batches: [planeBatch(8 * step, step % 4 === 3 ? 3 : 8)] });
  };
  const closeTo = (actual: Record<string, number[]>, expected: Record<string, number[]>): void => {
    expect(Object.keys(actual)).toEqual(Object.keys(expected));
    for (const [name, numbers] of Object.entries(expected)) {
      const scale = Math.max(...numbers.map(Math.abs), 1e-3);
      numbers.forEach((value, i) =>
        expect(Math.abs((actual[name]?.[i] as number) - value), name).toBeLessThan(tolerance * scale),
      );
    }
  };

  it('does the steps of the eager engine, partial batches included', async () => {
    const [a, b] = [plane(options()), plane(options())];
    const reference = await eager().prepare([a.objective], planeSpec);
    const engine = await compiled(onnx).prepare([b.objective], planeSpec);
    await advance(reference, 0, 12);
    await advance(engine, 0, 12);
    closeTo(await numbersOf(engine), await numbersOf(reference));
    engine.dispose();
    reference.dispose();
    closeTo({ all: b.values() }, { all: a.values() });
  });

  it('goes on from a state of the eager engine, and the eager engine from its', async () => {
    const first = plane(options());
    const start = await eager().prepare([first.objective], planeSpec);
    await advance(start, 0, 3);
    const state = await start.capture();
    await advance(start, 3, 9);
    const engine = await compiled(onnx).prepare([plane(options()).objective], planeSpec);
    await engine.restore(state);
    await advance(engine, 3, 6);
    const again = await eager().prepare([plane(options()).objective], planeSpec);
    await again.restore(await engine.capture());
    await advance(again, 6, 9);
    closeTo(await numbersOf(again), await numbersOf(start));
    for (const prepared of [start, engine, again]) prepared.dispose();
  });

  it('goes on from a state of its own to the last bit', async () => {
    const engine = await compiled(onnx).prepare([plane(options()).objective], planeSpec);
    await advance(engine, 0, 2);
    const state = await engine.capture();
    await advance(engine, 2, 7);
    const other = await compiled(onnx).prepare([plane(options()).objective], planeSpec);
    await other.restore(state);
    await advance(other, 2, 7);
    expect(await numbersOf(other)).toEqual(await numbersOf(engine));
    for (const prepared of [engine, other]) prepared.dispose();
  });
});

describe('a captured state', () => {
  it('is a copy, and so is a snapshot', async () => {
    const model = plane();
    const engine = await compiled(onnx).prepare([model.objective], planeSpec);
    const before = await numbersOf(engine);
    const state = await engine.capture();
    const snapshot = engine.snapshot?.();
    state['plane/parameters/kernel']?.data.fill(99);
    expect(await numbersOf(engine)).toEqual(before);
    await engine.step({ key: key(0), step: 0, batches: [planeBatch(0)] });
    const held = (await snapshot?.capture()) ?? {};
    expect([...(held['plane/parameters/kernel']?.data ?? [])]).toEqual(before['plane/parameters/kernel']);
    held['plane/parameters/kernel']?.data.fill(7);
    await engine.restore(state);
    state['plane/parameters/kernel']?.data.fill(7);
    await engine.sync();
    expect(model.values().slice(0, 2)).toEqual([99, 99]);
    snapshot?.dispose();
    engine.dispose();
  });

  it('that does not fit is refused with what differs, and nothing changes', async () => {
    const engine = await compiled(onnx).prepare([plane().objective], planeSpec);
    const { 'plane/slots/kernel/m': _m, ...rest } = await engine.capture();
    const wrong = {
      ...rest,
      'plane/parameters/bias': { shape: [2], dtype: 'float32', data: new Float32Array(2) },
    } as const;
    const before = await numbersOf(engine);
    await expect(engine.restore(wrong)).rejects.toThrow(
      /kernel\/m is missing; .*bias is float32 \[2\] there and float32 \[1\] here.*Nothing was changed/,
    );
    expect(await numbersOf(engine)).toEqual(before);
    engine.dispose();
  });
});

describe('variables', () => {
  const build = () => {
    const [w, frozen] = [number(1), number(2)];
    const loss: Objective['loss'] = () => ({ loss: mul(w, frozen) });
    return { w, frozen, objective: one({ parameters: { w }, loss, optimizer: sgd({ learningRate: 1 }) }) };
  };

  it('hold their present values after sync and after dispose, and no tensor is left', async () => {
    const { w, objective } = build();
    const before = memory().numTensors;
    const engine = await prepare(objective);
    await engine.step({ key: key(0), step: 0, batches: [row(1)] });
    await engine.sync();
    const then = clone(w);
    expect(read(then)).toEqual([-1]);
    await engine.step({ key: key(0), step: 1, batches: [row(1)] });
    await engine.step({ key: key(0), step: 2, batches: [row(1)] });
    expect(read(then)).toEqual([-1]);
    then.dispose();
    expect(memory().numTensors).toBe(before);
    engine.dispose();
    expect(read(w)).toEqual([-5]);
    expect(memory().numTensors).toBe(before);
    engine.dispose();
    expect(read(w)).toEqual([-5]);
  });

  it('that are not trained have their present values at every step', async () => {
    const { w, frozen, objective } = build();
    const engine = await prepare(objective);
    await engine.step({ key: key(0), step: 0, batches: [row(1)] });
    tidy(() => frozen.assign(scalar(10)));
    await engine.step({ key: key(0), step: 1, batches: [row(1)] });
    engine.dispose();
    expect([...read(w), ...read(frozen)]).toEqual([1 - 2 - 10, 10]);
  });

  it('that are trained can be assigned between steps', async () => {
    const { w, objective } = build();
    const engine = await prepare(objective);
    await engine.step({ key: key(0), step: 0, batches: [row(1)] });
    tidy(() => w.assign(scalar(50)));
    const snapshot = engine.snapshot?.();
    expect((await snapshot?.capture())?.['game/parameters/w']?.data[0]).toBe(50);
    snapshot?.dispose();
    const state = await engine.capture();
    expect(state['game/parameters/w']?.data[0]).toBe(50);
    tidy(() => w.assign(scalar(55)));
    await engine.restore(state);
    expect((await engine.capture())['game/parameters/w']?.data[0]).toBe(50);
    tidy(() => w.assign(scalar(60)));
    await engine.step({ key: key(0), step: 1, batches: [row(1)] });
    await engine.sync();
    expect(read(w)).toEqual([58]);
    await engine.step({ key: key(0), step: 2, batches: [row(1)] });
    tidy(() => w.assign(scalar(70)));
    engine.dispose();
    expect(read(w)).toEqual([70]);
  });

  it('that are disposed of are an error with their names', async () => {
    const { w, frozen, objective } = build();
    const engine = await prepare(objective);
    await engine.step({ key: key(0), step: 0, batches: [row(1)] });
    frozen.dispose();
    await expect(engine.step({ key: key(0), step: 1, batches: [row(1)] })).rejects.toThrow(
      /the variable .* was disposed/,
    );
    engine.dispose();
    expect(read(w)).toEqual([-1]);
  });
});

it('neither grows in 500 steps nor leaves anything behind', async () => {
  const before = memory().numTensors;
  const model = plane();
  const engine = await compiled(interpreter()).prepare([model.objective], planeSpec);
  await engine.step({ key: key(0), step: 0, batches: [planeBatch(0)] });
  const during = memory().numTensors;
  for (let step = 1; step < 500; step++) {
    await engine.step({ key: key(step), step, batches: [planeBatch(step)] });
    if (step % 100 === 0) await engine.sync();
    expect(memory().numTensors).toBe(during);
  }
  engine.dispose();
  for (const value of Object.values(model.variables)) value.dispose();
  // Programs are disposed of without waiting.
  await new Promise((resolve) => setTimeout(resolve));
  expect(memory().numTensors).toBe(before);
});

describe('refuses', () => {
  const w = number(1);
  const state = number(0);
  const good = one({ parameters: { w }, state: { state }, loss: () => ({ loss: square(w) }) });
  const foreign = number(1);

  it('objectives that no engine can run', async () => {
    await expect(prepare()).rejects.toThrow(/^compiled: objectives is empty/);
    await expect(prepare()).rejects.toBeInstanceOf(ArgumentError);
  });

  const results: [string, Objective['loss'], RegExp][] = [
    ['a loss per example', () => ({ loss: square(tensor([1, 2])) as unknown as Scalar }), /float32 \[2\], and must be/],
    ['no terms', () => ({ loss: [] }), /the loss is an empty list/],
    ['a foreign variable in a term', () => ({ loss: [{ loss: square(w), parameters: [w, foreign] }] }), /not among/],
    ['a parameter that is not reached', () => ({ loss: square(foreign) }), /game: the loss does not depend on w/],
    ['a matrix as metric', () => ({ loss: square(w), metrics: { m: tensor([[1]]) } }), /^metric game\/m: its shape is/],
    [
      'an update of another shape',
      () => ({ loss: square(w), updates: [[state, tensor([1, 2])]] }),
      /new value of state is float32 \[2\]/,
    ],
    [
      'reading',
      () => ({ loss: mul(w, read(square(w))[0] as number) }),
      /^objective game: .*reads the numbers of a tensor/,
    ],
    [
      'hidden randomness',
      () => ({ loss: mul(w, Math.random()) }),
      /^objective game: two traces of the function differ/,
    ],
    [
      'assigning',
      () => {
        state.assign(scalar(1));
        return { loss: square(w) };
      },
      /^objective game: .*assigns the variable/,
    ],
  ];
  it.each(results)('%s', async (_, loss, message) => {
    const engine = await prepare({ ...good, loss });
    const before = memory().numTensors;
    await expect(engine.step({ key: key(0), step: 0, batches: [row(1)] })).rejects.toThrow(message);
    // tfjs does not free what a kernel saved for a gradient that is then not asked for.
    expect(memory().numTensors - before).toBeLessThanOrEqual(1);
    engine.dispose();
    expect([...read(w), ...read(state)]).toEqual([1, 0]);
  });

  it('batches that do not fit', async () => {
    const engine = await prepare(good);
    const step = (...batches: ReturnType<typeof row>[]): unknown => engine.step({ key: key(0), step: 0, batches });
    await expect(step()).rejects.toThrow(/^compiled: objective game needs 1 batches in a step, got 0/);
    await expect(step({})).rejects.toThrow(/^compiled: a batch lacks x. It holds nothing/);
    await step(row(1));
    engine.dispose();
    tidy(() => w.assign(scalar(1)));
  });

  it.each<[string, Partial<Objective>, RegExp]>([
    [
      'a constraint on a foreign variable',
      { constraint: () => [[foreign, scalar(1)]] },
      /constraint assigns a variable/,
    ],
    [
      'a constraint that reads',
      { constraint: () => [[w, scalar(read(square(w))[0] as number)]] },
      /^the constraint of objective game: .*reads the numbers/,
    ],
    [
      'an optimiser that gives too little',
      { optimizer: { ...signs(), update: ({ slots }) => ({ parameters: [], slots: [...slots] }) } },
      /objective game: its optimiser returned no value for w/,
    ],
    [
      'an optimiser whose slots change',
      {
        optimizer: {
          ...signs(),
          update: ({ parameters }) => ({
            parameters: [...parameters],
            slots: [{ before: scalar(1), more: scalar(1) }],
          }),
        },
      },
      /other slots at an update than at the beginning: calls is new, missing/,
    ],
  ])('%s', async (_, objective, message) => {
    await expect(prepare({ ...good, ...objective })).rejects.toThrow(message);
  });
});
