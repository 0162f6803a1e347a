import { key } from '@jensenjs/core';
import { expectClose, expectNoLeak, flatten } from '@jensenjs/testing';
import { grad, mul, ones, relu, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { dropout } from './dropout';
import { fromFunction } from './from-function';
import { mlp } from './mlp';
import { sequential } from './sequential';

describe('dropout', () => {
  it('keeps a share of 1 − rate, scaled so that the expectation stays', () => {
    const x = ones([100, 100]);
    const y = expectNoLeak(() => dropout({ rate: 0.2 }).apply(x, { training: true, key: key(1) }));
    const values = flatten(y);
    const kept = values.filter((v) => v !== 0);
    expectClose(
      kept,
      kept.map(() => 1.25),
    );
    expect(Math.abs(kept.length / values.length - 0.8)).toBeLessThan(4 * Math.sqrt((0.8 * 0.2) / 1e4));
  });
  it('is determined by its key', () => {
    const run = (seed: number) => flatten(dropout({ rate: 0.5 }).apply(ones([64]), { training: true, key: key(seed) }));
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });
  it('passes gradients through what it keeps', () => {
    const f = (x: Parameters<typeof mul>[0]) =>
      dropout({ rate: 0.5 }).apply(x as never, { training: true, key: key(3) });
    expectClose(grad((x) => f(x))(ones([50])), f(ones([50])));
  });
  it('is the identity in evaluation, without a key', () => {
    const x = tensor([1, 2]);
    expectClose(
      expectNoLeak(() => dropout({ rate: 0.9 }).apply(x)),
      [1, 2],
    );
    expectClose(dropout({ rate: 0 }).apply(x, { training: true }), [1, 2]);
  });
  it('wants a key in training and a rate in [0, 1)', () => {
    expect(() => dropout({ rate: 0.5 }).apply(ones([1]), { training: true })).toThrow(
      'dropout: needs a key in training',
    );
    expect(() => dropout({ rate: 1 })).toThrow('dropout: rate must be in [0, 1), got 1.');
    expect(() => dropout({ rate: Number.NaN })).toThrow();
  });
});

describe('sequential', () => {
  it('applies modules in order and prefixes their names', () => {
    const [a, b] = [mlp(key(1), { input: 2, output: 3 }), mlp(key(2), { input: 3, output: 1 })];
    const net = sequential(a, fromFunction(relu), b);
    expect(Object.keys(net.parameters)).toEqual([
      '0/output/kernel',
      '0/output/bias',
      '2/output/kernel',
      '2/output/bias',
    ]);
    const x = tensor([[0.3, -2]]);
    expectClose(
      expectNoLeak(() => net.apply(x)),
      b.apply(relu(a.apply(x))),
    );
    net.dispose();
    expect(Object.values(b.parameters).every((v) => v.isDisposed)).toBe(true);
  });
  it('gives each module a key of its own', () => {
    const drop = dropout({ rate: 0.5 });
    const values = flatten(sequential(drop, drop).apply(ones([1000]), { training: true, key: key(1) }));
    // twice the same mask would keep one half
    expect(values.filter((v) => v !== 0).length).toBeLessThan(350);
    expect(() => sequential(drop).apply(ones([1]), { training: true })).toThrow('needs a key');
  });
  it('names a shared module once', () => {
    const a = mlp(key(1), { input: 2, output: 2 });
    expect(Object.keys(sequential(a, a).parameters)).toEqual(['0/output/kernel', '0/output/bias']);
  });
});
