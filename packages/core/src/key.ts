import '@jensenjs/gradients';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Key, Noise } from './contracts/key';
import { ArgumentError } from './errors';
import { checkNoise, fillNoise, hostNoise, hostPermutation, isInteger, type NoiseArray } from './noise';
import { checkShape, sizeOf } from './shapes';
import { threefry2x32 } from './threefry';

/**
 * A concrete key from an integer seed in [0, 2⁵³), equal to `jax.random.key(seed)` with JAX's default generator
 * (threefry2x32, `jax_threefry_partitionable`, the default since JAX 0.5). `split`, `foldIn`, `randomBits` and
 * `randomUniform` give the bits of their namesakes there; normals, exponentials and integers are defined here.
 * @throws ArgumentError for another seed.
 */
export function key(seed: number): Key {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new ArgumentError('key', `expected an integer seed in [0, 2⁵³), got ${seed}.`);
  return keyFromWords(Math.floor(seed / 0x100000000), seed >>> 0);
}

/** The concrete key with these 64 bits, as `Key.words` returned them. @throws ArgumentError unless both are in [0, 2³²). */
export function keyFromWords(high: number, low: number): Key {
  checkWord('keyFromWords', high);
  checkWord('keyFromWords', low);
  const words = Object.freeze([high, low] as const);
  const made: Key & { toString: () => string } = {
    fold: (data) => {
      checkWord('foldIn', data);
      return keyFromWords(...threefry2x32(high, low, 0, data));
    },
    draw: (noise, shape) => {
      checkShape('draw', shape);
      const dtype = isInteger(noise) ? 'int32' : 'float32';
      return tensor(hostNoise(words, noise, sizeOf(shape)), [...shape], dtype);
    },
    words: () => words,
    toString: () => `Key(${[high, low].map((word) => word.toString(16).padStart(8, '0')).join(' ')})`,
  };
  // What Node's console.log shows.
  Object.defineProperty(made, Symbol.for('nodejs.util.inspect.custom'), { value: made.toString });
  return Object.freeze(made);
}

/** `n` keys as a tuple, where n is a literal up to 16. */
export type Keys<N extends number, T extends Key[] = []> = number extends N
  ? Key[]
  : T['length'] extends N
    ? T
    : T['length'] extends 16
      ? Key[]
      : Keys<N, [...T, Key]>;

/**
 * `n` independent keys: `split(k, n)[i]` is `foldIn(k, i)`, so a key is either split or folded, not both.
 * @throws ArgumentError unless n is an integer ≥ 1.
 */
export function split<const N extends number = 2>(parent: Key, n?: N): Keys<N>;
export function split(parent: Key, n = 2): Key[] {
  if (!Number.isInteger(n) || n < 1 || n > 0x100000000)
    throw new ArgumentError('split', `expected a number of keys, an integer ≥ 1, got ${n}.`);
  return Array.from({ length: n }, (_, i) => parent.fold(i));
}

/**
 * The key derived from `parent` by an integer, for example the number of a step.
 * @throws ArgumentError unless data is an integer in [0, 2³²).
 */
export function foldIn(parent: Key, data: number): Key {
  checkWord('foldIn', data);
  return parent.fold(data);
}

/**
 * Uniform on [0, 1) in steps of 2⁻²³, float32 [...shape].
 * @throws ArgumentError unless `shape` is a list of integers ≥ 0.
 */
export function randomUniform(from: Key, shape: readonly number[]): Tensor {
  checkShape('randomUniform', shape);
  return from.draw({ kind: 'uniform' }, shape);
}

/**
 * Standard normal, float32 [...shape]: the quantiles at the 2³² points (w + ½) / 2³², so |x| < 6.34.
 * @throws ArgumentError unless `shape` is a list of integers ≥ 0.
 */
export function randomNormal(from: Key, shape: readonly number[]): Tensor {
  checkShape('randomNormal', shape);
  return from.draw({ kind: 'normal' }, shape);
}

/**
 * Standard exponential, float32 [...shape]: −ln(u) at the 2³² points u = (w + ½) / 2³², so 1.1e-10 < x < 22.9.
 * @throws ArgumentError unless `shape` is a list of integers ≥ 0.
 */
export function randomExponential(from: Key, shape: readonly number[]): Tensor {
  checkShape('randomExponential', shape);
  return from.draw({ kind: 'exponential' }, shape);
}

/**
 * Uniform integers in [low, high), int32 [...shape], each with its exact probability but for a factor 1 ± 2⁻³².
 * @throws ArgumentError unless −2³¹ ≤ low < high ≤ 2³¹ are integers.
 */
export function randomIntegers(from: Key, shape: readonly number[], low: number, high: number): Tensor {
  checkShape('randomIntegers', shape);
  checkNoise('randomIntegers', { kind: 'integers', low, high });
  return from.draw({ kind: 'integers', low, high }, shape);
}

/**
 * Random bits, int32 [...shape].
 * @throws ArgumentError unless `shape` is a list of integers ≥ 0.
 */
export function randomBits(from: Key, shape: readonly number[]): Tensor {
  checkShape('randomBits', shape);
  return from.draw({ kind: 'bits' }, shape);
}

/**
 * A random order of 0 … n − 1, on the host; all orders are equally probable.
 * @throws UnsupportedError on a symbolic key; ArgumentError unless n is an integer in [0, 2³²).
 */
export function permutation(from: Key, n: number): Uint32Array<ArrayBuffer> {
  checkWord('permutation', n);
  return hostPermutation(from.words(), n);
}

/**
 * `size` numbers on the host, the same that `from.draw(noise, [size])` holds. For data pipelines.
 * @throws UnsupportedError on a symbolic key; ArgumentError for a bad size or range.
 */
export function drawArray<N extends Noise>(from: Key, noise: N, size: number): NoiseArray<N> {
  return hostNoise(from.words(), noise, size);
}

/**
 * Fills an array with what `drawArray` returns for its length.
 * @throws UnsupportedError on a symbolic key; ArgumentError when the array is not of the type that the noise has.
 */
export function drawInto<N extends Noise>(from: Key, noise: N, into: NoiseArray<N>): void {
  const expected = isInteger(noise) ? Int32Array : Float32Array;
  if (!((into as unknown) instanceof expected))
    throw new ArgumentError(
      'drawInto',
      `expected a ${expected.name} for ${noise.kind}, got ${Object.prototype.toString.call(into)}.`,
    );
  fillNoise(from.words(), noise, into);
}

function checkWord(where: string, word: number): void {
  if (!Number.isInteger(word) || word < 0 || word >= 0x100000000)
    throw new ArgumentError(where, `expected an integer in [0, 2³²), got ${word}.`);
}
