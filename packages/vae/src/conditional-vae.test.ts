import { ArgumentError, key, type LatentModel, oneHotLabels } from '@jensenjs/core';
import { independent, klDivergence, normal, standardNormal } from '@jensenjs/distributions';
import { elbo, importanceWeightedLogLikelihood, iwae } from '@jensenjs/elbo';
import { concatenateChannels, fromFunction, mlp } from '@jensenjs/networks';
import { expectClose, expectNoLeak, finiteDifference, flatten } from '@jensenjs/testing';
import {
  clone,
  grad,
  keep,
  matMul,
  memory,
  mul,
  ones,
  reshape,
  type Scalar,
  scalar,
  slice,
  sum,
  type Tensor,
  tensor,
  tidy,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { conditionalVae, type ConditionalVaeOptions } from './conditional-vae';
import { bernoulliPixels, diagonalNormal } from './heads';
import { decode, encode, reconstruct, sample } from './use';

const LATENT = 2;
const CLASSES = 3;
const x = tensor(
  Array.from({ length: 5 * 16 }, (_, i) => ((i * i) % 3) % 2),
  [5, 4, 4, 1],
);
const labels = [0, 2, 1, 1, 0];
const condition = oneHotLabels(labels, CLASSES);
const others = oneHotLabels([1, 0, 2, 0, 2], CLASSES);
const context = { key: key(3), training: false };
const step = scalar(0, 'int32');

const build = (changes: Partial<ConditionalVaeOptions<true>> = {}) =>
  conditionalVae<true>({
    prior: standardNormal([LATENT]),
    encoder: mlp(key(1), { input: 16 + CLASSES, hidden: [8], activation: 'tanh', output: 2 * LATENT }),
    posterior: diagonalNormal,
    decoder: mlp(key(2), { input: LATENT + CLASSES, hidden: [8], activation: 'tanh', output: [4, 4, 1] }),
    likelihood: (h) => bernoulliPixels(h),
    classes: CLASSES,
    ...changes,
  });
const estimate = (model: LatentModel<true>, of: Tensor) =>
  elbo({ kl: klDivergence }).estimate({ key: key(1), model, batch: { x, condition: of }, step });

describe('conditionalVae', () => {
  const model = build();

  it('gives distributions of the contract’s shapes, also for several samples', () => {
    tidy(() => {
      const q = model.posterior(x, { ...context, condition });
      expect([q.batchShape, q.eventShape]).toEqual([[5], [LATENT]]);
      const p = model.likelihood(q.sample(key(4), [7, 6]), { ...context, condition });
      expect([p.batchShape, p.eventShape]).toEqual([
        [7, 6, 5],
        [4, 4, 1],
      ]);
    });
  });

  it('appends the same condition to z for every sample', () => {
    const seen: Tensor[] = [];
    const watched = build({
      decoder: fromFunction((z) => {
        seen.push(keep(clone(z)));
        return zeros([...z.shape.slice(0, -1), 4, 4, 1]);
      }),
    });
    const z = tensor(
      Array.from({ length: 3 * 5 * LATENT }, (_, i) => i),
      [3, 5, LATENT],
    );
    watched.likelihood(z, { ...context, condition });
    const rows = labels.map((label) => [0, 1, 2].map((c) => (c === label ? 1 : 0)));
    expectClose(
      seen[0] as Tensor,
      Array.from({ length: 15 }, (_, i) => [2 * i, 2 * i + 1, ...(rows[i % 5] as number[])]),
    );
  });

  it('joins the condition to x as it is told', () => {
    const shapes: number[][] = [];
    const watch = fromFunction((joined) => {
      shapes.push(joined.shape);
      return zeros([5, 2 * LATENT]);
    });
    build({ encoder: watch }).posterior(x, { ...context, condition });
    build({ encoder: watch, join: concatenateChannels }).posterior(x, { ...context, condition });
    expect(shapes).toEqual([
      [5, 19],
      [5, 4, 4, 4],
    ]);
  });

  it('has a KL and a likelihood that depend on the condition, row by row', () => {
    const mixed = tensor(
      flatten(condition).map((c, i) => (i < 2 * CLASSES ? (flatten(others)[i] as number) : c)),
      [5, CLASSES],
    );
    const [before, after] = [estimate(model, condition).metrics, estimate(model, mixed).metrics];
    for (const name of ['kl', 'reconstruction'] as const) {
      const [a, b] = [flatten(before[name] as Tensor), flatten(after[name] as Tensor)];
      a.forEach((value, i) =>
        i < 2 ? expect(Math.abs(value - (b[i] as number))).toBeGreaterThan(1e-3) : expect(b[i]).toBeCloseTo(value, 4),
      );
    }
  });

  it('is differentiable in real-valued conditions and in the weights that read them', () => {
    const f = (c: Tensor): Tensor => tidy(() => sum(estimate(model, c).bound));
    const real = mul(condition, 0.7);
    expectClose(grad(f)(real), finiteDifference(f, real), { absolute: 1e-3 });
    const kernels = [model.parameters.inference, model.parameters.generative].map((group, i) => {
      const kernel = group[`${i === 0 ? 'encoder' : 'decoder'}/hidden0/kernel`];
      if (!kernel) throw new Error('no kernel');
      return kernel;
    });
    const { grads } = variableGrads(() => tidy(() => estimate(model, condition).losses[0]?.loss as Scalar), kernels);
    kernels.forEach((kernel, i) => {
      const rows = slice(grads[kernel.name] as Tensor, [i === 0 ? 16 : LATENT, 0], [CLASSES, 8]);
      for (const row of [0, 1, 2]) expect(flatten(slice(rows, [row, 0], [1, 8])).some((g) => g !== 0)).toBe(true);
    });
  });

  it('serves all estimators, and evaluation', () => {
    const batch = { x, condition };
    const { bound } = iwae({ samples: 3 }).estimate({ key: key(1), model, batch, step });
    expect(bound.shape).toEqual([5]);
    const logLikelihood = expectNoLeak(() =>
      importanceWeightedLogLikelihood({ key: key(1), model, batch, samples: 4 }),
    );
    expect(logLikelihood.shape).toEqual([5]);
  });

  it('samples, encodes, decodes and reconstructs given a condition', () => {
    const draws = expectNoLeak(() => sample(key(1), model, 5, { condition }));
    expect(draws.shape).toEqual([5, 4, 4, 1]);
    expect(flatten(draws)).not.toEqual(flatten(sample(key(1), model, 5, { condition: others })));
    const z = expectNoLeak(() => encode(key(1), model, x, { condition }));
    expect(decode(key(1), model, z, { condition }).shape).toEqual([5, 4, 4, 1]);
    expect(expectNoLeak(() => reconstruct(key(1), model, x, { condition })).shape).toEqual(x.shape);
    expect(() => sample(key(1), model, 3, { condition })).toThrow(
      'sample: expected a condition of 3 rows, one for each sample, got shape [5, 3]. Give n rows; to draw several',
    );
  });
});

describe('a prior that depends on the condition', () => {
  const table = tensor([
    [10, 0],
    [0, 10],
    [-10, -10],
  ]);
  const decoder = fromFunction((joined) => reshape(slice(joined, [0, 0], [joined.shape[0] ?? 0, 2]), [-1, 2, 1, 1]));
  const shown = { decoder, likelihood: (h: Tensor) => independent(normal(h, 1), 3) };

  it('is drawn from, one z per row of the condition', () => {
    const prior = ({ condition: c }: { condition?: Tensor }) => independent(normal(matMul(c as Tensor, table), 0.1), 1);
    const model = build({ ...shown, prior });
    const means = expectNoLeak(() => sample(key(1), model, 5, { condition }));
    expectClose(means, flatten(matMul(condition, table)), { absolute: 0.5 });
    expect(() => sample(key(1), model, 5)).toThrow('conditionalVae: expected a condition of shape [batch, 3], float32');
    const wrong = build({ ...shown, prior: () => independent(normal(zeros([4, 2]), 1), 1) });
    expect(() => sample(key(1), wrong, 5, { condition })).toThrow(
      'sample: expected a prior of batch shape [] or [5], got [4].',
    );
  });

  it('may have one batch for all conditions', () => {
    const model = build({ ...shown, prior: () => independent(normal([10, -10], 0.1), 1) });
    const means = sample(key(1), model, 5, { condition });
    expectClose(means, Array.from({ length: 5 }, () => [10, -10]).flat(), { absolute: 0.5 });
  });

  it('may be a network, which is trained, named and disposed with the model', () => {
    const before = memory().numTensors;
    const network = mlp(key(5), { input: CLASSES, output: 2 * LATENT });
    const model = build({
      prior: { ...network, apply: ({ condition: c }) => diagonalNormal(network.apply(c as Tensor)) },
    });
    const names = Object.keys(model.parameters.generative).filter((name) => name.startsWith('prior/'));
    expect(names).toEqual(['prior/output/kernel', 'prior/output/bias']);
    tidy(() => {
      const kernel = model.parameters.generative['prior/output/kernel'];
      const loss = (): Scalar => tidy(() => estimate(model, condition).losses[0]?.loss as Scalar);
      const { grads } = variableGrads(loss, [kernel as never]);
      expect(flatten(Object.values(grads)[0] as Tensor).every((g) => g !== 0)).toBe(true);
    });
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('errors', () => {
  const model = build();
  const want = 'conditionalVae: expected a condition of shape [5, 3], float32, got ';
  it.each<[string, Tensor | undefined, string]>([
    ['none', undefined, `${want}none. Make one of labels by oneHotLabels(labels, 3).`],
    ['another width', ones([5, 4]), `${want}[5, 4], float32.`],
    ['another rank', ones([5]), `${want}[5], float32.`],
    ['another batch', ones([4, 3]), `${want}[4, 3], float32.`],
    ['integers', ones([5, 3], 'int32'), `${want}[5, 3], int32.`],
  ])('refuses %s', (_, wrong, message) => {
    const given = wrong ? { condition: wrong } : {};
    const z = zeros([5, LATENT]);
    for (const call of [() => encode(key(1), model, x, given), () => decode(key(1), model, z, given)]) {
      expect(call).toThrow(message);
      expect(call).toThrow(ArgumentError);
    }
  });
  it('names the network that does not count the condition in', () => {
    const narrow = build({
      encoder: mlp(key(1), { input: [4, 4, 1], output: 2 * LATENT }),
      decoder: mlp(key(2), { input: LATENT, output: [4, 4, 1] }),
    });
    for (const [call, message] of [
      [
        () => encode(key(1), narrow, x, { condition }),
        'the encoder refuses x [5, 4, 4, 1], joined with the condition: mlp: expected x of shape [...batch, 4, 4, 1], got [5, 19]',
      ],
      [
        () => decode(key(1), narrow, zeros([5, LATENT]), { condition }),
        'the decoder refuses z [5, 2], joined with the condition: mlp: expected x of shape [...batch, 2], got [5, 5].',
      ],
    ] as const) {
      expect(call).toThrow(`conditionalVae: ${message}`);
      expect(call).toThrow(ArgumentError);
    }
  });
  it('refuses z of another width, by its own name', () => {
    expect(() => decode(key(1), model, zeros([5, 3]), { condition })).toThrow(
      'conditionalVae: expected z of shape [...batch, 2], as the prior, got [5, 3].',
    );
  });
  it('refuses classes and priors that it cannot append to', () => {
    expect(() => build({ classes: 0 })).toThrow('conditionalVae: classes must be a positive integer, got 0.');
    expect(() => build({ prior: normal(0, 1) })).toThrow(
      'conditionalVae: expected a prior over vectors, to which the condition is appended, got event shape [].',
    );
  });
});
