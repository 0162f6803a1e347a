import { grad, mul, scalar, tensor, tidy } from '@tensorflow/tfjs-core';
import { expectClose, expectNoLeak } from '@jensenjs/testing';
import { expect, it } from 'vitest';
import { parameter } from './parameter';

it('keeps numbers on the host and makes a new tensor per call', () => {
  const source = Float32Array.of(1, 2, 3);
  const p = expectNoLeak(() => parameter('f.loc', source));
  source[0] = 9;
  const t = expectNoLeak(p.tensor);
  expect(t.dtype).toBe('float32');
  expectClose(t, tensor([1, 2, 3]));
  t.dispose();
  expectClose(p.tensor(), [1, 2, 3]);
});

it.each([
  [5, [], [5]],
  [true, [], [1]],
  [[], [0], []],
  [[[1, 2, 3]], [1, 3], [1, 2, 3]],
  [
    [Int32Array.of(1, 2), Int32Array.of(3, 4)],
    [2, 2],
    [1, 2, 3, 4],
  ],
])('reads %j', (value, shape, values) => {
  const p = parameter('f.loc', value);
  expect(p.shape).toEqual(shape);
  expect([...(p.values ?? [])]).toEqual(values);
  expect(p.tensor().shape).toEqual(shape);
});

it('borrows a tensor', () => {
  const source = tensor([1, 2]);
  const p = parameter('f.loc', source);
  expect(p.tensor()).toBe(source);
  expect(p.values).toBeUndefined();
});

it('stops gradients when detached', () => {
  // d/dx x·p(x) with p = x stopped
  const f = (stop: boolean) =>
    grad((x) =>
      tidy(() => {
        const p = parameter('f.loc', x);
        return mul(x, (stop ? p.detach().detach() : p).tensor());
      }),
    )(scalar(3));
  expectClose(f(false), 6);
  expectClose(f(true), 3);
  expectClose(parameter('f.loc', 3).detach().tensor(), 3);
});

it.each([[[[1, 2], [3]]], [[1, [2]]], [[[1], 2]], ['1'], [[1, '2']], [null]])('refuses %j', (value) => {
  expect(() => parameter('normal.scale', value as never)).toThrow(/^normal\.scale: expected/);
});
