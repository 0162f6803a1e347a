import { ArgumentError, key, type Key } from '@jensenjs/core';
import { directionalDerivative, expectClose, expectNoLeak, flatten } from '@jensenjs/testing';
import {
  dot,
  grad,
  memory,
  ones,
  reshape,
  type Scalar,
  sum,
  tensor,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { mlp } from './mlp';

/** A key whose uniform draws are all `value`, so that every weight is known. */
const constant = (value: number): Key => ({
  fold: () => constant(value),
  draw: (_, shape) => tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value), [...shape]),
  words: () => [0, 0],
});

it('names its variables and begins with zero biases', () => {
  const net = mlp(key(1), { input: 3, hidden: [5, 4], output: 2 });
  expect(Object.entries(net.parameters).map(([name, v]) => [name, v.shape])).toEqual([
    ['hidden0/kernel', [3, 5]],
    ['hidden0/bias', [5]],
    ['hidden1/kernel', [5, 4]],
    ['hidden1/bias', [4]],
    ['output/kernel', [4, 2]],
    ['output/bias', [2]],
  ]);
  expectClose(net.parameters['hidden0/bias'] as never, zeros([5]));
  net.dispose();
});

it('owns its variables and nothing else', () => {
  const before = memory().numTensors;
  const net = mlp(key(1), { input: 3, hidden: [4], output: 2 });
  expect(memory().numTensors).toBe(before + 4);
  const x = ones([7, 3]);
  expectNoLeak(() => net.apply(x)).dispose();
  net.dispose();
  expect(memory().numTensors).toBe(before + 1);
});

it('computes affine maps and activations', () => {
  // weights are b (2u − 1): with u = 3/4, b/2. Glorot's b is √(6 / (2 + 2)).
  const w = Math.sqrt(6 / 4) / 2;
  const net = mlp(constant(0.75), { input: 2, hidden: [2], output: 2, activation: 'tanh' });
  const h = Math.tanh(w * (0.3 - 0.1));
  expectClose(net.apply(tensor([[0.3, -0.1]])), [2 * w * h, 2 * w * h]);
});

it.each([
  ['relu', Math.sqrt(6 / 300)],
  ['tanh', Math.sqrt(6 / 400)],
] as const)('draws uniform weights for %s', (activation, bound) => {
  const kernel = mlp(key(3), { input: 300, hidden: [100], output: 1, activation }).parameters['hidden0/kernel'];
  const w = flatten(kernel as never);
  const mean = w.reduce((a, b) => a + b, 0) / w.length;
  const variance = w.reduce((a, b) => a + b * b, 0) / w.length;
  expect(Math.max(...w)).toBeLessThanOrEqual(bound);
  expect(Math.max(...w)).toBeGreaterThan(0.99 * bound);
  expect(Math.abs(mean)).toBeLessThan((4 * bound) / Math.sqrt(3 * w.length));
  // the squares have standard deviation b² √(4/45)
  expect(Math.abs(variance - bound ** 2 / 3)).toBeLessThan((4 * bound ** 2 * Math.sqrt(4 / 45)) / Math.sqrt(w.length));
});

it('is determined by its key, with different weights in each layer', () => {
  const options = { input: 4, hidden: [4], output: 4 };
  const [a, b, c] = [key(1), key(1), key(2)].map((k) => mlp(k, options).parameters);
  expectClose(a?.['hidden0/kernel'] as never, b?.['hidden0/kernel'] as never, { relative: 0, absolute: 0 });
  expect(flatten(a?.['hidden0/kernel'] as never)).not.toEqual(flatten(c?.['hidden0/kernel'] as never));
  const [first, last] = ['hidden0/kernel', 'output/kernel'].map((n) => flatten(a?.[n] as never)[0] as number);
  expect((first as number) / Math.sqrt(6 / 4)).not.toBeCloseTo((last as number) / Math.sqrt(6 / 8), 5);
});

it('takes shapes and any number of batch dimensions', () => {
  const net = mlp(key(5), { input: [2, 3], hidden: [4], output: [2, 1, 2] });
  const x = tensor(
    Array.from({ length: 5 * 4 * 6 }, (_, i) => Math.sin(i)),
    [5, 4, 2, 3],
  );
  const y = net.apply(x);
  expect(y.shape).toEqual([5, 4, 2, 1, 2]);
  expectClose(y, reshape(net.apply(reshape(x, [20, 2, 3])), [5, 4, 2, 1, 2]));
  expect(net.apply(ones([2, 3])).shape).toEqual([2, 1, 2]);
});

it('has right gradients in x and in its parameters', () => {
  const net = mlp(key(6), { input: 3, hidden: [4], output: 2, activation: 'softplus' });
  const x = tensor([0.1, -0.4, 0.7], [1, 3]);
  const direction = [0.3, -0.5, 0.8];
  const f = (t: typeof x) => sum(net.apply(reshape(t, [1, 3])));
  const along = dot(reshape(grad(f)(x), [3]), tensor(direction));
  expectClose(along, [directionalDerivative(f, x, direction)], { absolute: 1e-4 });
  const { grads } = expectNoLeak(() => variableGrads(() => sum<Scalar>(net.apply(x)), Object.values(net.parameters)));
  expect(Object.keys(grads)).toHaveLength(4);
  expectClose(grads[net.parameters['output/bias']?.name as string] as never, [1, 1]);
});

describe('errors', () => {
  it('says which input it wants', () => {
    const net = mlp(key(1), { input: [28, 28, 1], output: 2 });
    expect(() => net.apply(ones([5, 784]))).toThrow(
      'mlp: expected x of shape [...batch, 28, 28, 1], got [5, 784]. Reshape x, or build the network for this input.',
    );
    expect(() => net.apply(ones([28, 1]))).toThrow(ArgumentError);
  });
  it.each([
    [{ input: 0, output: 1 }, 'mlp: input must be made of positive integers, got 0.'],
    [{ input: 2, output: [3, 1.5] }, 'mlp: output must be made of positive integers, got 1.5.'],
    [{ input: 2, hidden: [-1], output: 1 }, 'mlp: hidden must'],
    [{ input: 2, output: 1, activation: 'rleu' as 'relu' }, 'mlp: unknown activation rleu. Choose from'],
    [
      { input: 2, output: 1, initialization: 'lecun' as 'he' },
      'mlp: unknown initialization lecun. Choose from glorot, he.',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => mlp(key(1), options)).toThrow(message);
  });
});
