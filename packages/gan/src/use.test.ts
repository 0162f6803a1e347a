import { ArgumentError, key, type Module, type ModuleContext, oneHotLabels, split } from '@jensenjs/core';
import { independent, normal, standardNormal } from '@jensenjs/distributions';
import { concatenateChannels, fromFunction, mlp } from '@jensenjs/networks';
import { expectClose, expectNoLeak, flatten } from '@jensenjs/testing';
import { adam, eager } from '@jensenjs/train';
import {
  add,
  cast,
  dot,
  memory,
  ones,
  reshape,
  scalar,
  slice,
  sum,
  type Tensor,
  tensor,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { conditionalGan } from './conditional-gan';
import { affine, fixedPrior, network, players, watched, x } from './games.fixture';
import { gan } from './gan';
import { hinge, minimax, nonSaturating } from './losses';
import { discriminate, generate } from './use';

describe('gan', () => {
  const parts = players();
  const game = gan({ ...parts, loss: minimax() });

  it('generates from the prior in evaluation mode, determined by the key', () => {
    const samples = expectNoLeak(() => generate(key(1), game, 6));
    expect(samples.shape).toEqual([6, 2]);
    expectClose(generate(key(1), game, 6), samples);
    expect(flatten(generate(key(2), game, 6))).not.toEqual(flatten(samples));
    // in evaluation a sample does not depend on the batch: fixed z pass through G row by row
    const rows = [
      [1, 2, 3],
      [-1, 0, 1],
    ];
    const of = (z: number[][]): number[] =>
      flatten(generate(key(1), gan({ ...parts, prior: fixedPrior(z), loss: minimax() }), z.length));
    expectClose(of(rows), [...of(rows.slice(0, 1)), ...of(rows.slice(1))]);
  });

  it('discriminates with logits [batch], in evaluation mode', () => {
    const logits = expectNoLeak(() => discriminate(key(1), game, x));
    expect(logits.shape).toEqual([5]);
    expectClose(logits, reshape(parts.discriminator.apply(x), [5]));
    expectClose(slice(logits, 1, 1), discriminate(key(1), game, slice(x, [1, 0], [1, 2])));
  });

  it('names its variables by the networks, and disposes them', () => {
    expect(Object.keys(game.parameters.generator)).toEqual(['0/kernel', '0/bias', '3/kernel', '3/bias']);
    expect(Object.keys(game.state)).toEqual(['generator/1/mean', 'discriminator/1/mean']);
    const objectives = game.objectives({
      generator: adam({ learningRate: 1e-3 }),
      discriminator: adam({ learningRate: 1e-3 }),
    });
    expect(objectives.map(({ name }) => name)).toEqual(['discriminator', 'generator']);
    expect(objectives.map(({ state }) => Object.keys(state))).toEqual([['1/mean'], ['1/mean']]);
    const before = memory().numTensors;
    const made = gan({ ...players(), loss: hinge() });
    expect(memory().numTensors).toBe(before + 2 * 5); // two affine maps and a mean in each network
    made.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it.each([
    ['numbers', standardNormal([]), 'batch shape [] and event shape [latent], got [] and []'],
    ['images', standardNormal([2, 2, 1]), 'got [] and [2, 2, 1]'],
    ['a batch of vectors', independent(normal(zeros([4, 3]), 1), 1), 'got [4] and [3]'],
  ])('refuses a prior over %s', (_, prior, message) => {
    const build = () => gan({ ...parts, prior, loss: hinge() });
    expect(build).toThrow(message);
    expect(build).toThrow(ArgumentError);
  });

  it('refuses a count that is none, a prior that G does not take and a condition', () => {
    for (const n of [0, -1, 2.5, Number.NaN])
      expect(() => generate(key(1), game, n)).toThrow(`generate: n must be a positive integer, got ${n}.`);
    const narrow = gan({ ...parts, generator: mlp(key(1), { input: 4, output: 2 }), loss: hinge() });
    expect(() => generate(key(1), narrow, 2)).toThrow(
      'generate: the generator refuses z [2, 3] of the prior, over [3]: mlp: expected x of shape [...batch, 4], got [2, 3].',
    );
    expect(() => generate(key(1), game, 2, { condition: ones([2, 3]) })).toThrow(
      'generate: the game takes no condition. Leave it out, or make the game with conditionalGan.',
    );
    expect(() => discriminate(key(1), game, x, { condition: ones([5, 3]) })).toThrow('discriminate: the game takes no');
    const wide = gan({ ...parts, discriminator: fromFunction((h) => h.clone()), loss: hinge() });
    expect(() => discriminate(key(1), wide, x)).toThrow(
      'discriminate: expected the discriminator to give logits [5, 1]',
    );
  });
});

describe('conditionalGan', () => {
  const condition = oneHotLabels([2, 0, 1, 1, 2], 3);
  const [forGenerator, forDiscriminator] = split(key(4), 2);
  const build = (changes: { generator?: Module; discriminator?: Module } = {}) =>
    conditionalGan({
      prior: standardNormal([2]),
      generator: affine(forGenerator, 2 + 3, 2),
      discriminator: affine(forDiscriminator, 2 + 3, 1),
      loss: nonSaturating(),
      classes: 3,
      ...changes,
    });
  const args = { key: key(1), step: scalar(0, 'int32') };
  const optimizers = { generator: adam({ learningRate: 0.01 }), discriminator: adam({ learningRate: 0.01 }) };

  it('gives the label to both players, after z and after x', () => {
    const labels = build({ generator: fromFunction((h) => slice(h, [0, 2], [-1, 3])) });
    expectClose(
      expectNoLeak(() => generate(key(1), labels, 5, { condition })),
      condition,
    );
    const first = fromFunction((h) => slice(h, [0, 0], [-1, 2]));
    const latents = gan({ prior: standardNormal([2]), generator: first, discriminator: first, loss: hinge() });
    expectClose(
      generate(key(1), build({ generator: first }), 5, { condition }),
      generate(key(1), latents, 5), // z itself
    );
    const digits = build({ discriminator: fromFunction((h) => dot(h, tensor([1, 10, 100, 1000, 10_000]))) });
    const places = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 9], [5, 2]);
    expectClose(
      expectNoLeak(() => discriminate(key(1), digits, places, { condition })),
      [10_021, 143, 1065, 1087, 10_099],
    );
  });

  it('joins channels to images where asked', () => {
    const shapes: number[][] = [];
    const game = conditionalGan({
      prior: standardNormal([2]),
      generator: fromFunction((z) => reshape(slice(z, [0, 0], [-1, 4]), [-1, 2, 2, 1])),
      discriminator: fromFunction((h) => {
        shapes.push(h.shape);
        return sum(h, [1, 2, 3]);
      }),
      loss: hinge(),
      classes: 3,
      join: concatenateChannels,
    });
    const images = generate(key(1), game, 5, { condition });
    expect(images.shape).toEqual([5, 2, 2, 1]);
    // every label adds one to each of the four positions
    expectClose(discriminate(key(1), game, images, { condition }), add(sum(images, [1, 2, 3]), 4));
    expect(shapes).toEqual([[5, 2, 2, 4]]);
  });

  it('trains on the labels of the batch, in both objectives', () => {
    const seen: number[][] = [];
    const see = (h: Tensor): void => void seen.push(flatten(slice(h, [0, 2], [-1, 3])));
    const game = build({
      generator: watched(affine(forGenerator, 5, 2), see),
      discriminator: watched(affine(forDiscriminator, 5, 1), see),
    });
    for (const objective of game.objectives(optimizers)) objective.loss({ ...args, batch: { x, condition } });
    expect(seen).toEqual(Array.from({ length: 5 }, () => flatten(condition))); // G, D, D; G, D
  });

  it('gives both players their mode, and the proposals for their state to the objectives', () => {
    const modes: (boolean | undefined)[] = [];
    const note = (_: Tensor, { training, key: k }: ModuleContext): void => void modes.push(training && k !== undefined);
    const [generator, discriminator] = [network(forGenerator, 2 + 3, 2), network(forDiscriminator, 2 + 3, 1)];
    const game = build({ generator: watched(generator, note), discriminator: watched(discriminator, note) });
    expect(Object.keys(game.state)).toEqual(['generator/1/mean', 'discriminator/1/mean']);
    const proposed = game
      .objectives(optimizers)
      .map((objective) => objective.loss({ ...args, batch: { x, condition } }).updates?.map(([variable]) => variable));
    expect(proposed).toEqual([Object.values(discriminator.state), Object.values(generator.state)]);
    expect(modes.splice(0)).toEqual([true, true, true, true, true]); // G, D, D; G, D
    generate(key(1), game, 5, { condition });
    discriminate(key(1), game, x, { condition });
    expect(modes).toEqual([false, false]);
  });

  it.each([
    ['no condition', undefined, 'got none'],
    ['another width', oneHotLabels([0, 1, 0, 1, 1], 2), 'got float32 [5, 2]'],
    ['another batch', oneHotLabels([0, 1, 0], 3), 'got float32 [3, 3]'],
    ['labels that are not one-hot', tensor([2, 0, 1, 1, 2]), 'got float32 [5]'],
    ['another dtype', cast(condition, 'int32'), 'got int32 [5, 3]'],
  ])('refuses %s', (_, wrong, got) => {
    const game = build();
    const given = wrong ? { condition: wrong } : {};
    const [discriminator, generator] = game.objectives(optimizers);
    const calls = {
      generate: () => generate(key(1), game, 5, given),
      discriminate: () => discriminate(key(1), game, x, given),
      conditionalGan: () => discriminator.loss({ ...args, batch: { x, ...given } }),
    };
    for (const [where, call] of Object.entries(calls)) {
      expect(call).toThrow(
        `${where}: expected a condition float32 [5, 3], ${got}. Make it of labels with oneHotLabels`,
      );
      expect(call).toThrow(ArgumentError);
    }
    expect(() => generator.loss({ ...args, batch: { x, ...given } })).toThrow(ArgumentError);
    expect(() => game.generator.apply(zeros([5, 2]))).toThrow(
      'conditionalGan: the context of a network lacks condition',
    );
  });

  it('names the network that does not count the condition in', () => {
    const narrow = build({
      generator: mlp(forGenerator, { input: 2, output: 2 }),
      discriminator: mlp(forDiscriminator, { input: 2, output: 1 }),
    });
    const refused = 'joined with the condition [5, 3]: mlp: expected x of shape [...batch, 2], got [5, 5].';
    expect(() => generate(key(1), narrow, 5, { condition })).toThrow(
      `generate: the generator refuses z [5, 2] of the prior, over [2], ${refused}`,
    );
    expect(() => discriminate(key(1), narrow, x, { condition })).toThrow(
      `discriminate: the discriminator refuses x [5, 2], ${refused}`,
    );
    expect(() => discriminate(key(1), narrow, x, { condition })).toThrow(ArgumentError);
  });

  it.each([0, 2.5])('refuses %s classes', (classes) => {
    expect(() => conditionalGan({ ...build(), classes })).toThrow(
      `conditionalGan: classes must be a positive integer, got ${classes}.`,
    );
  });

  it('learns p(x | y): a place on the line for each of three labels', async () => {
    const [forG, forD, training, sampling] = split(key(11), 4);
    const places = [-2, 1, 3];
    const game = conditionalGan({
      prior: standardNormal([1]),
      generator: affine(forG, 1 + 3, 1),
      discriminator: mlp(forD, { input: 1 + 3, hidden: [16], output: 1, activation: 'leakyRelu' }),
      loss: nonSaturating(),
      classes: 3,
    });
    const labels = Array.from({ length: 96 }, (_, i) => i % 3);
    const hot = oneHotLabels(labels, 3);
    const engine = await eager().prepare(
      game.objectives({
        generator: adam({ learningRate: 0.02, beta1: 0.5 }),
        discriminator: adam({ learningRate: 0.02, beta1: 0.5 }),
      }),
      { x: { shape: [1], dtype: 'float32' }, condition: { shape: [3], dtype: 'float32' } },
    );
    const noise = flatten(standardNormal([]).sample(key(5), [96]));
    const x = Float32Array.from(labels, (label, i) => (places[label] as number) + 0.5 * (noise[i] as number));
    const batch = {
      x: { shape: [96, 1], dtype: 'float32', data: x },
      condition: { shape: [96, 3], dtype: 'float32', data: Float32Array.from(flatten(hot)) },
    } as const;
    for (let step = 0; step < 400; step++) await engine.step({ key: training.fold(step), step, batches: [batch] });
    engine.dispose();
    for (const [label, place] of places.entries()) {
      const condition = oneHotLabels(new Array(200).fill(label), 3);
      const samples = flatten(generate(sampling, game, 200, { condition }));
      const mean = samples.reduce((a, b) => a + b) / 200;
      expect(Math.abs(mean - place)).toBeLessThan(0.35);
    }
  });
});
