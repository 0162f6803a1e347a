import { inspect } from 'node:util';
import { expectNoLeak } from '@jensenjs/testing';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from './errors';
import {
  drawArray,
  drawInto,
  foldIn,
  key,
  keyFromWords,
  permutation,
  randomBits,
  randomExponential,
  randomIntegers,
  randomNormal,
  randomUniform,
  split,
} from './key';
import jax from './reference/jax.json';

const unsigned = (bits: ArrayLike<number>): number[] => Array.from(bits, (b) => b >>> 0);

describe.each(jax.records)('seed $seed is that of JAX', (record) => {
  const k = key(record.seed);
  it('as a key', () => expect(k.words()).toEqual(record.key));
  it('split', () => expect(split(k, 5).map((child) => child.words())).toEqual(record.split));
  it.each(record.foldIn)('folded with $data', ({ data, key: words }) => {
    expect(foldIn(k, data).words()).toEqual(words);
    expect(k.fold(data).words()).toEqual(words);
  });
  it('in bits', () => {
    expect(unsigned(drawArray(k, { kind: 'bits' }, 7))).toEqual(record.bits);
    expect(unsigned(drawArray(k, { kind: 'bits' }, 5000)).at(-1)).toBe(record.bits4999);
  });
  it('in uniforms', () => {
    expect([...drawArray(k, { kind: 'uniform' }, 7)]).toEqual(record.uniform);
  });
});

it('derives keys in a chain as JAX does', () => {
  const [, , third] = split(key(jax.chain.seed), 3);
  expect(unsigned(randomBits(foldIn(third, 99), [2, 3]).dataSync())).toEqual(jax.chain.bits);
});

it.each([
  ['float32', randomUniform],
  ['float32', randomNormal],
  ['float32', randomExponential],
  ['int32', randomBits],
  ['int32', (k: ReturnType<typeof key>, shape: number[]) => randomIntegers(k, shape, -3, 3)],
] as const)('draws %s tensors of any shape', (dtype, draw) => {
  const k = key(5);
  for (const shape of [[], [0], [3], [2, 0, 3], [3, 1, 700]]) {
    const t = expectNoLeak(() => draw(k, shape));
    expect(t.shape).toEqual(shape);
    expect(t.dtype).toBe(dtype);
  }
});

it('draws the same on the host', () => {
  const k = key(11);
  const into = new Float32Array(9);
  drawInto(k, { kind: 'normal' }, into);
  expect(into).toEqual(drawArray(k, { kind: 'normal' }, 9));
  expect(into).toEqual(randomNormal(k, [3, 3]).dataSync());
  expect(drawArray(k, { kind: 'integers', low: 2, high: 5 }, 4)).toBeInstanceOf(Int32Array);
});

it('splits in two without being told', () => {
  expect(split(key(1)).map((k) => k.words())).toEqual(split(key(1), 2).map((k) => k.words()));
});

it('is an immutable value', () => {
  const k = key(42);
  expect(Object.isFrozen(k)).toBe(true);
  expect(Object.isFrozen(k.words())).toBe(true);
  expect(keyFromWords(...k.words()).words()).toEqual(k.words());
  expect(String(k as unknown)).toBe('Key(00000000 0000002a)');
  expect(inspect(foldIn(k, 1))).toMatch(/^Key\([0-9a-f]{8} [0-9a-f]{8}\)$/);
});

it('gives different numbers to different keys', () => {
  const keys = [key(0), key(1), key(2 ** 32), ...split(key(7), 20), foldIn(key(8), 1), foldIn(key(9), 1)];
  const draws = keys.map((k) => drawArray(k, { kind: 'bits' }, 2).join());
  expect(new Set(draws).size).toBe(keys.length);
});

it.each([
  [/^key: expected an integer seed/, () => key(-1)],
  [/^key: .* got 0\.5/, () => key(0.5)],
  [/^key: /, () => key(2 ** 53)],
  [/^key: /, () => key(Number.NaN)],
  [/^keyFromWords: /, () => keyFromWords(0, 2 ** 32)],
  [/^split: expected a number of keys/, () => split(key(0), 0)],
  [/^split: /, () => split(key(0), 1.5)],
  [/^foldIn: expected an integer in \[0, 2³²\), got -1/, () => foldIn(key(0), -1)],
  [/^foldIn: /, () => foldIn(key(0), 2 ** 32)],
  [/^foldIn: /, () => key(0).fold(0.5)],
  [/^randomNormal: expected a shape/, () => randomNormal(key(0), [-1])],
  [/^randomUniform: expected a shape/, () => randomUniform(key(0), [1.5])],
  [/^draw: expected a shape/, () => key(0).draw({ kind: 'bits' }, [Number.NaN])],
  [/^randomIntegers: expected integers .* got low 3 and high 3/, () => randomIntegers(key(0), [1], 3, 3)],
  [/^randomIntegers: /, () => randomIntegers(key(0), [1], 0.5, 3)],
  [/^randomIntegers: /, () => randomIntegers(key(0), [1], 0, 2 ** 31 + 1)],
  [/^hostNoise: expected integers/, () => key(0).draw({ kind: 'integers', low: 1, high: 0 }, [1])],
  [/^hostNoise: expected a known kind of noise, got gauss/, () => key(0).draw({ kind: 'gauss' } as never, [1])],
  [/^hostNoise: expected a size/, () => drawArray(key(0), { kind: 'bits' }, -1)],
  [/^permutation: /, () => permutation(key(0), -1)],
  [/^drawInto: expected a Int32Array for bits/, () => drawInto(key(0), { kind: 'bits' }, new Float32Array(1) as never)],
])('refuses with %s', (message, act) => {
  expect(act).toThrow(ArgumentError);
  expect(act).toThrow(message);
});
