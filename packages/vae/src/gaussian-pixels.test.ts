import { ArgumentError, type Distribution, key, randomNormal } from '@jensenjs/core';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, objective } from '@jensenjs/elbo';
import { mlp } from '@jensenjs/networks';
import { expectClose, expectNoLeak, flatten } from '@jensenjs/testing';
import {
  add,
  concat,
  grad,
  memory,
  mul,
  neg,
  ones,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  train,
  type Variable,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gaussianPixels, heteroscedasticPixels, learnedGaussianPixels } from './gaussian-pixels';
import { diagonalNormal } from './heads';
import { vae } from './vae';

const x = tensor(
  Array.from({ length: 24 }, (_, i) => (i % 7) / 6),
  [2, 2, 3, 2],
);
const means = tensor(
  Array.from({ length: 24 }, (_, i) => (i % 5) / 4),
  [2, 2, 3, 2],
);
/** The density of each image in float64, from the definition of the normal. */
const density = (scale: (i: number) => number): number[] =>
  [0, 1].map((image) => {
    const [a, b] = [flatten(x), flatten(means)];
    return Array.from({ length: 12 }, (_, i) => i + 12 * image).reduce((total, i) => {
      const z = ((a[i] as number) - (b[i] as number)) / scale(i);
      return total + Math.log(Math.exp(-0.5 * z * z) / (scale(i) * Math.sqrt(2 * Math.PI)));
    }, 0);
  });

describe('gaussianPixels', () => {
  it.each([0.05, 1, 3])('is the density of independent normals with its constants, σ = %d', (scale) => {
    const p = gaussianPixels(means, { scale });
    expect([p.batchShape, p.eventShape, p.reparameterized]).toEqual([[2], [2, 3, 2], true]);
    expectClose(
      expectNoLeak(() => p.logProb(x)),
      density(() => scale),
      { relative: 1e-5 },
    );
    expectClose(p.mean(), means);
  });
  it('has the gradient of the squared error over 2σ²', () => {
    const scale = 0.3;
    const likelihood = grad((h) => neg(sum(gaussianPixels(h, { scale }).logProb(x))));
    const squaredError = grad((h) => mul(sum(square(sub(x, h))), 1 / (2 * scale ** 2)));
    expectClose(likelihood(means), squaredError(means));
  });
  it('takes flat images by eventRank', () => {
    expect(gaussianPixels(ones([7, 5, 4]), { scale: 1, eventRank: 1 }).batchShape).toEqual([7, 5]);
    expect(() => gaussianPixels(ones([5, 4]), { scale: 1 })).toThrow(
      'gaussianPixels: expected h with at least 3 dimensions, those of one image, got [5, 4].',
    );
  });
  it.each([0, -1, NaN, Infinity])('refuses σ = %d', (scale) => {
    expect(() => gaussianPixels(means, { scale })).toThrow(
      `gaussianPixels: scale must be a positive finite number, got ${scale}.`,
    );
  });
});

describe('learnedGaussianPixels', () => {
  it('begins at the scale that it is told, above its bound', () => {
    const head = learnedGaussianPixels({ scale: 0.2, smallestScale: 0.05 });
    expectClose(
      expectNoLeak(() => head.scale()),
      [0.2],
    );
    expectClose(
      head.apply(means, { key: key(1), training: true }).logProb(x),
      density(() => 0.2),
    );
    (head.parameters.logScale as Variable).assign(tensor(-1000));
    expectClose(head.scale(), [0.05]);
    const initial = learnedGaussianPixels();
    expectClose(initial.scale(), [1]);
    head.dispose();
    initial.dispose();
  });

  it('learns the noise of the data, whose optimum is the mean squared error', () => {
    const truth = 0.07;
    const noisy = add(0.5, mul(randomNormal(key(1), [200, 4, 4, 1]), truth));
    const head = learnedGaussianPixels();
    const { logScale } = head.parameters as { logScale: Variable };
    const blank = mul(ones([200, 4, 4, 1]), 0.5);
    const loss = (): Scalar =>
      mul(sum(head.apply(blank, { key: key(1), training: true }).logProb(noisy)), -1 / noisy.size);
    const optimizer = train.adam(0.05);
    for (let i = 0; i < 300; i++) optimizer.minimize(loss, false, [logScale]);
    const [sigma] = flatten(head.scale()) as [number];
    const errors = flatten(sub(noisy, blank)).map((e) => e * e);
    const mse = errors.reduce((a, b) => a + b, 0) / errors.length;
    expectClose([sigma ** 2], [mse], { relative: 1e-3 });
    // the standard error of a standard deviation of n draws is σ / √(2n)
    expect(Math.abs(sigma - truth)).toBeLessThan((4 * truth) / Math.sqrt(2 * errors.length));
    head.dispose();
    optimizer.dispose();
  });

  it('is trained, named and disposed with its model', () => {
    const before = memory().numTensors;
    const model = vae({
      prior: standardNormal([2]),
      encoder: mlp(key(1), { input: [2, 3, 2], output: 4 }),
      posterior: diagonalNormal,
      decoder: mlp(key(2), { input: 2, output: [2, 3, 2] }),
      likelihood: learnedGaussianPixels(),
    });
    expect(Object.keys(model.parameters.generative)).toEqual([
      'decoder/output/kernel',
      'decoder/output/bias',
      'likelihood/logScale',
    ]);
    const { parameters } = objective(model, elbo({ kl: klDivergence }), {} as never);
    expect(parameters['generative/likelihood/logScale']).toBe(model.parameters.generative['likelihood/logScale']);
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it.each([
    [{ scale: 0 }, 'scale must be a positive finite number, got 0.'],
    [{ smallestScale: -1 }, 'smallestScale must be a positive finite number, got -1.'],
    [{ scale: 0.1, smallestScale: 0.1 }, 'expected a scale above smallestScale, 0.1, got 0.1.'],
  ])('refuses %j', (options, message) => {
    const before = memory().numTensors;
    expect(() => learnedGaussianPixels(options)).toThrow(`learnedGaussianPixels: ${message}`);
    expect(() => learnedGaussianPixels(options)).toThrow(ArgumentError);
    expect(memory().numTensors).toBe(before);
  });
});

describe('heteroscedasticPixels', () => {
  const logProb = (raw: Tensor): Tensor => heteroscedasticPixels(concat([means, raw], -1)).logProb(x);
  it('reads means and scales from halves of the channels', () => {
    const raw = tensor(
      Array.from({ length: 24 }, (_, i) => i / 10 - 1),
      [2, 2, 3, 2],
    );
    const p: Distribution<true> = heteroscedasticPixels(concat([means, raw], -1));
    expect([p.batchShape, p.eventShape]).toEqual([[2], [2, 3, 2]]);
    const scale = (i: number) => Math.log(1 + Math.exp(i / 10 - 1)) + Math.exp(-6);
    expectClose(p.logProb(x), density(scale), { relative: 1e-5 });
  });
  it('is finite with its gradient, however small or large the scale', () => {
    for (const raw of [-200, 0, 1e4]) {
      const slope = grad((r) => sum(logProb(r)))(add(zeros(means.shape), raw));
      expect([...flatten(logProb(add(zeros(means.shape), raw))), ...flatten(slope)].every(Number.isFinite)).toBe(true);
    }
  });
  it('wants twice the channels', () => {
    expect(() => heteroscedasticPixels(ones([5, 4, 4, 1]))).toThrow(
      'heteroscedasticPixels: expected h of shape [...batch, ...positions, 2 · channels], a mean and a scale for each, got [5, 4, 4, 1].',
    );
    expect(() => heteroscedasticPixels(ones([4, 2]))).toThrow(ArgumentError);
    expect(() => heteroscedasticPixels(ones([5, 4, 4, 2]), { smallestScale: 0 })).toThrow('smallestScale must be');
  });
});
