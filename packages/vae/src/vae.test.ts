import { ArgumentError, type Distribution, key, type Module } from '@jensenjs/core';
import { categorical, independent, klDivergence, normal, standardNormal } from '@jensenjs/distributions';
import { elbo, evaluateBound } from '@jensenjs/elbo';
import { fromFunction, mlp } from '@jensenjs/networks';
import { expectClose, expectNoLeak, finiteDifference, flatten } from '@jensenjs/testing';
import {
  cast,
  grad,
  matMul,
  memory,
  mul,
  ones,
  reshape,
  scalar,
  sum,
  type Tensor,
  tensor,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulliPixels, diagonalNormal } from './heads';
import { decode, encode, reconstruct, sample } from './use';
import { vae } from './vae';

const networks = () => ({
  encoder: mlp(key(1), { input: [4, 4, 1], hidden: [8], output: 6 }),
  decoder: mlp(key(2), { input: 3, hidden: [8], output: [4, 4, 1] }),
});
const build = () =>
  vae({
    prior: standardNormal([3]),
    ...networks(),
    posterior: (h) => diagonalNormal(h),
    likelihood: (h) => bernoulliPixels(h),
  });
const images = tensor(
  Array.from({ length: 5 * 16 }, (_, i) => ((i * i) % 3) % 2),
  [5, 4, 4, 1],
);
const context = { key: key(3), training: false };

describe('vae', () => {
  it('names variables by network and groups them', () => {
    const model = build();
    expect(Object.keys(model.parameters.inference)).toEqual([
      'encoder/hidden0/kernel',
      'encoder/hidden0/bias',
      'encoder/output/kernel',
      'encoder/output/bias',
    ]);
    expect(Object.keys(model.parameters.generative)[0]).toBe('decoder/hidden0/kernel');
    model.dispose();
    expect(Object.values(model.parameters.inference).every((v) => v.isDisposed)).toBe(true);
  });

  it('gives distributions of the contract’s shapes, also for several samples', () => {
    tidy(() => {
      const model = build();
      const q = model.posterior(images, context);
      expect([q.batchShape, q.eventShape]).toEqual([[5], [3]]);
      const p = model.likelihood(q.sample(key(4), [7]), context);
      expect([p.batchShape, p.eventShape]).toEqual([
        [7, 5],
        [4, 4, 1],
      ]);
    });
  });

  it('is bounded by elbo, in training and in evaluation', () => {
    const model = build();
    const step = scalar(0, 'int32');
    const { bound } = elbo({ kl: klDivergence }).estimate({ key: key(5), model, batch: { x: images }, step });
    expect(bound.shape).toEqual([5]);
    const evaluated = expectNoLeak(() =>
      evaluateBound({ key: key(6), model, batch: { x: images }, samples: 40, kl: klDivergence }),
    );
    // an untrained model of 16 pixels is near 16 log 2 nats
    for (const value of flatten(evaluated)) expect(Math.abs(value + 16 * Math.LN2)).toBeLessThan(8);
  });

  it('tells networks and heads of their call, each with a key of its own', () => {
    const keys = new Set<unknown>();
    const condition = ones([5, 2]);
    const watch = (network: Module): Module => ({
      ...network,
      apply: (x, given) => {
        keys.add(given?.key?.words().join());
        expect(given?.training).toBe(true);
        return network.apply(x, given);
      },
    });
    const { encoder, decoder } = networks();
    const seen: unknown[] = [];
    const model = vae({
      prior: (given) => {
        seen.push(given.condition);
        return standardNormal([3]);
      },
      encoder: watch(encoder),
      posterior: (h, given) => {
        keys.add(given.key.words().join());
        seen.push(given.condition);
        return diagonalNormal(h);
      },
      decoder: watch(decoder),
      likelihood: (h, given) => {
        keys.add(given.key.words().join());
        seen.push(given.condition);
        return bernoulliPixels(h);
      },
    });
    const step = scalar(0, 'int32');
    elbo({ kl: klDivergence }).estimate({ key: key(1), model, batch: { x: images, condition }, step });
    expect(seen).toEqual([condition, condition, condition]);
    expect(keys.size).toBe(4);
  });

  it.each([
    [
      'a posterior of another width',
      () => ({ encoder: mlp(key(1), { input: [4, 4, 1], output: 8 }) }),
      'vae: expected a posterior of event shape [3], as the prior, got [4]. Change the width of the network before the posterior',
    ],
    [
      'a posterior without its event',
      () => ({ posterior: (h: Tensor) => normal(h, 1) }),
      'vae: expected a posterior of batch shape [5], as the batch of x, got [5, 6]',
    ],
    [
      'a likelihood with too few event dimensions',
      () => ({ likelihood: (h: Tensor) => bernoulliPixels(h, { eventRank: 2 }) }),
      'vae: expected a likelihood of batch shape [5], as the batch of z, got [5, 4]',
    ],
  ])('refuses %s', (_, changes, message) => {
    const model = vae<boolean>({
      prior: standardNormal([3]),
      ...networks(),
      posterior: (h) => diagonalNormal(h),
      likelihood: (h) => bernoulliPixels(h),
      ...changes(),
    });
    expect(() => reconstruct(key(1), model, images)).toThrow(message);
    expect(() => reconstruct(key(1), model, images)).toThrow(ArgumentError);
  });

  it('says which z it wants', () => {
    const model = build();
    expect(() => decode(key(1), model, ones([5, 4]))).toThrow(
      'vae: expected z of shape [...batch, 3], as the prior, got [5, 4].',
    );
  });
});

describe('heads', () => {
  it('diagonalNormal has a positive scale everywhere, with gradient', () => {
    const h = tensor([
      [1, -2, -200, 0],
      [3, 4, 50, 1e4],
    ]);
    const q = diagonalNormal(h);
    expectClose(q.mean(), [1, -2, 3, 4]);
    const scale = [1e-4, Math.LN2 + 1e-4, 50 + 1e-4, 1e4];
    expectClose(
      q.variance(),
      scale.map((s) => s * s),
      { absolute: 1e-12 },
    );
    const f = (x: Tensor) => sum(diagonalNormal(x).entropy());
    const middle = tensor([[0.3, -0.7, 0.4, -2]]);
    expectClose(grad(f)(middle), finiteDifference(f, middle), { absolute: 1e-4 });
  });
  it('diagonalNormal wants an even width', () => {
    expect(() => diagonalNormal(ones([2, 5]))).toThrow('diagonalNormal: expected h of shape [...batch, 2d]');
    expect(() => diagonalNormal(scalar(1))).toThrow(ArgumentError);
  });
  it('bernoulliPixels takes logits of images, or of what eventRank says', () => {
    const logits = zeros([7, 5, 4, 4, 1]);
    expect(bernoulliPixels(logits).batchShape).toEqual([7, 5]);
    expect(bernoulliPixels(logits, { eventRank: 1 }).eventShape).toEqual([1]);
    expectClose(bernoulliPixels(ones([1, 1, 1])).mean(), [1 / (1 + Math.exp(-1))]);
    expect(() => bernoulliPixels(zeros([5, 784]))).toThrow('bernoulliPixels: expected h with at least 3 dimensions');
  });
});

describe('use', () => {
  const model = build();
  it('samples means of the likelihood, determined by the key', () => {
    const draws = expectNoLeak(() => sample(key(1), model, 6));
    expect(draws.shape).toEqual([6, 4, 4, 1]);
    expectClose(draws, sample(key(1), model, 6));
    expect(flatten(draws)).not.toEqual(flatten(sample(key(2), model, 6)));
    for (const p of flatten(draws)) expect(p > 0 && p < 1).toBe(true);
    expect(() => sample(key(1), model, 0)).toThrow('sample: n must be a positive integer, got 0.');
  });
  it('encodes to the posterior mean and decodes to the likelihood mean', () => {
    const z = expectNoLeak(() => encode(key(1), model, images));
    expectClose(
      z,
      tidy(() => model.posterior(images, context).mean()),
    );
    const x = expectNoLeak(() => decode(key(1), model, z));
    expectClose(
      x,
      tidy(() => model.likelihood(z, context).mean()),
    );
    expect(decode(key(1), model, ones([2, 5, 3])).shape).toEqual([2, 5, 4, 4, 1]);
  });
  it('reconstructs from draws of the posterior', () => {
    const means = [1, 2, 3].map((seed) => expectNoLeak(() => reconstruct(key(seed), model, images)));
    expect(means[0]?.shape).toEqual(images.shape);
    expect(flatten(means[0] as Tensor)).not.toEqual(flatten(means[1] as Tensor));
  });
  it('passes conditions to a prior, a posterior per datapoint and discrete latent variables on', () => {
    // p(z | c) prefers class c; the decoder shows z itself
    const conditional = vae<boolean>({
      prior: ({ condition }) => categorical({ logits: mul(condition as Tensor, 100) }),
      encoder: fromFunction((x) => x),
      posterior: (h) => categorical({ logits: h }),
      decoder: fromFunction((z) => z),
      likelihood: (h): Distribution =>
        independent(normal(matMul(reshape(cast(h, 'float32'), [-1, 1]), ones([1, 2])), 1), 1),
    });
    const condition = tensor([
      [0, 0, 1],
      [1, 0, 0],
    ]);
    expectClose(sample(key(1), conditional, 2, { condition }), [2, 2, 0, 0]);
  });
});

it('leaks nothing over its life', () => {
  const before = memory().numTensors;
  const model = build();
  sample(key(1), model, 2).dispose();
  model.dispose();
  expect(memory().numTensors).toBe(before);
});
