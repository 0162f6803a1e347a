import {
  ArgumentError,
  type Distribution,
  type HostBatch,
  key,
  type Module,
  type ModuleContext,
  type Objective,
} from '@jensenjs/core';
import { fromFunction } from '@jensenjs/networks';
import { directionalDerivative, expectClose, expectNoLeak, flatten } from '@jensenjs/testing';
import { adam, eager, sgd } from '@jensenjs/train';
import {
  add,
  clone,
  engine,
  expandDims,
  keep,
  matMul,
  mean,
  memory,
  mul,
  randomNormal,
  reshape,
  type Scalar,
  scalar,
  sigmoid,
  slice,
  sum,
  type Tensor,
  tensor,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { MOMENTUM, network, players, watched, x } from './games.fixture';
import { type GanOptions, gan } from './gan';
import { type AdversarialLoss, hinge, minimax, nonSaturating } from './losses';

const optimizer = sgd({ learningRate: 0.1 });
const optimizers = { generator: optimizer, discriminator: optimizer };
const step = scalar(0, 'int32');
const spec = { x: { shape: [2], dtype: 'float32' } } as const;
const hostBatch: HostBatch = { x: { shape: [5, 2], dtype: 'float32', data: Float32Array.from(flatten(x)) } };
const args = { key: key(3), batch: { x }, step };

const game = (changes: Partial<GanOptions> = {}) => gan({ ...players(), loss: nonSaturating(), ...changes });
const lossOf = (objective: Objective): Scalar => tidy(() => objective.loss(args).loss as Scalar);
const numbers = (variables: readonly Variable[]): number[][] => variables.map(flatten);

/** Gradients of an objective's loss with respect to any variables, undefined where there is no dependence. */
const gradients = (objective: Objective, of: readonly Variable[]): (Tensor | undefined)[] =>
  tidy(() => engine().gradients(() => lossOf(objective), [...of], undefined, true).grads);

describe.each([minimax(), nonSaturating(), hinge()])('the objectives of $name', (loss) => {
  const [discriminator, generator] = game({ loss }).objectives(optimizers);

  it.each([discriminator, generator])('$name has the gradient of its loss', (objective) => {
    const parameters = Object.values(objective.parameters);
    const directions = parameters.map((p, i) => randomNormal(p.shape, 0, 0.3, 'float32', i + 1));
    const along = (t: Tensor): Tensor =>
      tidy(() => {
        const before = parameters.map((p) => p.clone());
        parameters.forEach((p, i) => p.assign(add<Tensor>(p, mul(t, directions[i] as Tensor))));
        const value = lossOf(objective);
        parameters.forEach((p, i) => p.assign(before[i] as Tensor));
        return value;
      });
    const got = tidy(() =>
      gradients(objective, parameters)
        .map((g, i) => flatten(sum(mul(g as Tensor, directions[i] as Tensor)))[0] as number)
        .reduce((a, b) => a + b),
    );
    expect(Math.abs(got)).toBeGreaterThan(1e-3);
    expectClose(got, directionalDerivative(along, scalar(0), [1], { step: 2 ** -7 }), {
      relative: 1e-3,
      absolute: 2e-4,
    });
  });

  it('frees all but its results', () => {
    for (const objective of [discriminator, generator])
      expectNoLeak(() => {
        const result = objective.loss(args);
        return { ...result, updates: result.updates?.map(([, value]) => value) };
      });
  });
});

describe('each player', () => {
  it('changes its own parameters and state, and nothing of the other', async () => {
    const g = game();
    const [discriminator, generator] = g.objectives(optimizers);
    const own = ({ parameters, state }: Module): Variable[] => [...Object.values(parameters), ...Object.values(state)];
    for (const [objective, mine, others] of [
      [discriminator, own(g.discriminator), own(g.generator)],
      [generator, own(g.generator), own(g.discriminator)],
    ] as const) {
      const before = [numbers(mine), numbers(others)];
      const prepared = await eager().prepare([objective], spec);
      await prepared.step({ key: key(1), step: 0, batches: [hostBatch] });
      prepared.dispose();
      expect(numbers(others)).toEqual(before[1]);
      // batch normalisation takes the bias before it out of the loss; all else moves
      const still = numbers(mine).filter((values, i) => String(values) === String(before[0]?.[i]));
      expect(still.length).toBeLessThanOrEqual(1);
    }
  });

  it('D gets no gradient to G, whose samples are constants to it; G gets its through D', () => {
    const g = game();
    const [discriminator, generator] = g.objectives(optimizers);
    const ofG = Object.values(g.parameters.generator);
    expect(gradients(discriminator, ofG).filter(Boolean)).toEqual([]);
    expect(gradients(generator, ofG).filter(Boolean)).toHaveLength(ofG.length);
    expect(Object.values(generator.parameters)).toEqual(ofG);
    expect(Object.values(discriminator.parameters)).toEqual(Object.values(g.parameters.discriminator));
  });

  it('proposes updates of its own state only: D from data and then samples, G once', () => {
    const { prior, generator, discriminator } = players();
    const seen: Tensor[] = [];
    const see = (h: Tensor): void => void seen.push(keep(clone(h)));
    const g = game({ prior, generator: watched(generator, see), discriminator: watched(discriminator, see) });
    const [forD, forG] = g.objectives(optimizers);
    /** The mean over the batch of the first layer of a network. */
    const first = (m: Module, input: Tensor): Tensor =>
      mean(add(matMul(input, m.parameters['0/kernel'] as Tensor), m.parameters['0/bias'] as Tensor), 0);
    const next = (old: Tensor, value: Tensor): Tensor => add(mul(old, MOMENTUM), mul(value, 1 - MOMENTUM));

    const ofD = forD.loss(args).updates ?? [];
    const moments = discriminator.state['1/mean'] as Variable;
    const [, real, fake] = seen.splice(0) as [Tensor, Tensor, Tensor]; // z, then what D saw
    expect(ofD.map(([variable]) => variable)).toEqual([moments]);
    expectClose(real, x);
    expect(flatten(fake)).not.toEqual(flatten(x));
    expectClose(ofD[0]?.[1] as Tensor, next(next(moments, first(discriminator, real)), first(discriminator, fake)));

    const ofG = forG.loss(args).updates ?? [];
    const [z] = seen.splice(0) as [Tensor];
    const own = generator.state['1/mean'] as Variable;
    expect(ofG.map(([variable]) => variable)).toEqual([own]);
    expectClose(ofG[0]?.[1] as Tensor, next(own, first(generator, z)));
    expectClose(moments, [0, 0, 0, 0]);
  });

  it('runs both networks in training mode; they and the prior have keys of their own', () => {
    const contexts: { training: boolean | undefined; key: string | undefined }[] = [];
    const draws: string[] = [];
    const note = (_: Tensor, { training, key: k }: ModuleContext): void =>
      void contexts.push({ training, key: k?.words().join() });
    const { prior, generator, discriminator } = players();
    const noting: Distribution = {
      ...prior,
      sample: (k, shape) => {
        draws.push(k.words().join());
        return prior.sample(k, shape);
      },
    };
    const watching = { generator: watched(generator, note), discriminator: watched(discriminator, note) };
    for (const objective of game({ prior: noting, ...watching }).objectives(optimizers)) lossOf(objective);
    expect(contexts).toHaveLength(5); // G, D(x), D(G(z)); G, D(G(z))
    expect(draws).toHaveLength(2);
    expect(contexts.every(({ training }) => training)).toBe(true);
    const keys = contexts.map((call) => call.key);
    for (const used of [
      [draws[0], ...keys.slice(0, 3)],
      [draws[1], ...keys.slice(3)],
    ])
      expect(new Set(used).size).toBe(used.length);
  });
});

describe('randomness', () => {
  it('is a function of the key, and D and G see different samples in a step', async () => {
    const drawn: number[][] = [];
    const { generator, ...rest } = players();
    const recording = watched(generator, (z) => drawn.push(flatten(z)));
    const objectives = game({ ...rest, generator: recording }).objectives(optimizers);
    for (const seed of [7, 7, 8]) {
      const prepared = await eager().prepare(objectives, spec);
      await prepared.step({ key: key(seed), step: 0, batches: [hostBatch] });
      prepared.dispose();
    }
    const [forD, forG, againD, againG, otherD] = drawn;
    expect([againD, againG]).toEqual([forD, forG]);
    expect(forG?.some((value, i) => value === forD?.[i])).toBe(false);
    expect(otherD?.some((value, i) => value === forD?.[i])).toBe(false);
  });
});

describe('metrics', () => {
  it('are the losses and the outputs of D, one for each example', () => {
    const g = game();
    const [discriminator, generator] = g.objectives(optimizers);
    const { loss, metrics = {} } = discriminator.loss(args);
    expect(Object.keys(metrics)).toEqual(['loss', 'real', 'fake']);
    for (const metric of Object.values(metrics)) expect(metric.shape).toEqual([5]);
    expectClose(mean(metrics.loss as Tensor), loss as Scalar);
    // D on data is what its network says on data alone, in training mode: samples do not enter its batch statistics
    expectClose(metrics.real as Tensor, reshape(sigmoid(g.discriminator.apply(x, { training: true })), [5]));
    // −log D(x) − log(1 − D(G(z))) of the reported outputs
    const [real, fake] = [flatten(metrics.real as Tensor), flatten(metrics.fake as Tensor)];
    expectClose(metrics.loss as Tensor, tensor(real.map((r, i) => -Math.log(r) - Math.log(1 - (fake[i] as number)))));
    expect(Object.keys(generator.loss(args).metrics ?? {})).toEqual(['loss']);
  });

  it('are reported under the names of the players, raw scores for hinge', async () => {
    const g = game({ loss: hinge() });
    const prepared = await eager().prepare(g.objectives(optimizers), spec);
    const raw = flatten(mean(g.discriminator.apply(x, { training: true })));
    await prepared.step({ key: key(1), step: 0, batches: [hostBatch] });
    const metrics = await prepared.read();
    prepared.dispose();
    expect(Object.keys(metrics).sort()).toEqual([
      'discriminator/fake',
      'discriminator/loss',
      'discriminator/real',
      'generator/loss',
    ]);
    expectClose(metrics['discriminator/real'] as number, raw);
  });
});

describe('training', () => {
  it('repeats D as often as asked, each time on a fresh batch, and leaks nothing', async () => {
    const batches = [0, 1, 2].map((shift): HostBatch => {
      return { x: { shape: [5, 2], dtype: 'float32', data: Float32Array.from(flatten(x), (v) => v + shift) } };
    });
    const { discriminator, ...rest } = players();
    const firsts: number[] = [];
    const g = game({ ...rest, discriminator: watched(discriminator, (h) => firsts.push(flatten(h)[0] as number)) });
    const both = { generator: adam({ learningRate: 1e-3 }), discriminator: adam({ learningRate: 1e-3 }) };
    const prepared = await eager().prepare(g.objectives({ ...both, discriminatorSteps: 3 }), spec);
    await prepared.step({ key: key(1), step: 0, batches });
    expect(firsts).toHaveLength(7); // three times D(x) and D(G(z)), then D(G(z)) for G
    expectClose([firsts[0], firsts[2], firsts[4]] as number[], [0.5, 1.5, 2.5]);
    const before = memory().numTensors;
    await prepared.step({ key: key(2), step: 1, batches });
    expect(memory().numTensors).toBe(before);
    prepared.dispose();
  });

  it('takes logits [batch] as well as [batch, 1]', () => {
    const { discriminator, ...rest } = players();
    const flat: Module = { ...discriminator, apply: (h, c) => reshape(discriminator.apply(h, c), [-1]) };
    const column = game({ ...rest, discriminator }).objectives(optimizers);
    const vector = game({ ...rest, discriminator: flat }).objectives(optimizers);
    for (const i of [0, 1] as const) expectClose(lossOf(vector[i]), lossOf(column[i]));
  });

  it('takes a loss of your own', () => {
    // W(p, g) of M. Arjovsky et al. (2017), equation 2, without its constraint on D
    const wasserstein: AdversarialLoss = {
      name: 'wasserstein',
      discriminator: (real, fake) => add(fake, mul(real, -1)),
      generator: (fake) => mul(fake, -1),
      output: (score) => score.clone(),
    };
    const [discriminator] = game({ loss: wasserstein }).objectives(optimizers);
    const { loss, metrics = {} } = discriminator.loss(args);
    const difference = flatten(mean(metrics.fake as Tensor))[0] as number;
    expectClose(loss as Scalar, difference - (flatten(mean(metrics.real as Tensor))[0] as number));
  });
});

describe('errors', () => {
  const wide = fromFunction((h) => slice(h, [0, 0], [-1, 2]));
  it.each([
    [
      'a generator of another width',
      { generator: network(key(1), 3, 4) },
      /^gan: expected the generator to give float32 \[5, 2\], as x of the batch, got float32 \[5, 4\]\. Change/,
    ],
    [
      'a discriminator of width 2',
      { discriminator: wide },
      /^gan: expected the discriminator to give logits \[5, 1\] or \[5\], got \[5, 2\]\. Give it an output of width 1\./,
    ],
    [
      'a loss that has lost its batch',
      { loss: { ...nonSaturating(), discriminator: (real: Tensor, fake: Tensor) => mean(add(real, fake)) } },
      /^gan: expected the discriminator's non-saturating loss of shape \[5\], one number per example, got \[\]\./,
    ],
    [
      'a loss that has broadcast',
      { loss: { ...hinge(), discriminator: (real: Tensor, fake: Tensor) => add(expandDims(real, 1), fake) } },
      /^gan: expected the discriminator's hinge loss of shape \[5\], one number per example, got \[5, 5\]\./,
    ],
  ])('%s', (_, changes, message) => {
    const [discriminator] = game(changes).objectives(optimizers);
    const before = memory().numTensors;
    expect(() => discriminator.loss(args)).toThrow(message);
    expect(memory().numTensors).toBe(before);
  });

  it('of the generator name the prior', () => {
    const { generator } = players();
    const strict: Module = {
      ...generator,
      apply: (z) => {
        throw new ArgumentError('mlp', `expected x of shape [...batch, 7], got [${z.shape.join(', ')}].`);
      },
    };
    const [, objective] = game({ generator: strict }).objectives(optimizers);
    expect(() => objective.loss(args)).toThrow(
      'gan: the generator refuses z [5, 3] of the prior, over [3]: mlp: expected x of shape [...batch, 7], got [5, 3].',
    );
    expect(() => objective.loss(args)).toThrow(ArgumentError);
  });

  it.each([0, 1.5, Number.NaN])('discriminatorSteps %s', (discriminatorSteps) => {
    expect(() => game().objectives({ ...optimizers, discriminatorSteps })).toThrow(
      `gan: discriminatorSteps must be a positive integer, got ${discriminatorSteps}.`,
    );
  });
});
