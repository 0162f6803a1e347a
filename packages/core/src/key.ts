import '@jensenjs/gradients';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Key, Noise } from './contracts/key';
import { hostNoise, hostPermutation } from './noise';
import { threefry2x32 } from './threefry';

/** A concrete key from an integer seed in [0, 2⁵³). */
export function key(seed: number): Key {
  return keyFromWords(Math.floor(seed / 2 ** 32), seed >>> 0);
}

/** The concrete key with these 64 bits, as `Key.words` returned them. */
export function keyFromWords(high: number, low: number): Key {
  const words = [high >>> 0, low >>> 0] as const;
  return {
    fold: (data) => keyFromWords(...threefry2x32(words[0], words[1], 0, data >>> 0)),
    draw: (noise: Noise, shape) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return tensor(hostNoise(words, noise, size), [...shape]);
    },
    words: () => words,
  };
}

/** `n` independent keys. */
export function split(parent: Key, n: 2): [Key, Key];
export function split(parent: Key, n: 3): [Key, Key, Key];
export function split(parent: Key, n: 4): [Key, Key, Key, Key];
export function split(parent: Key, n: number): Key[];
export function split(parent: Key, n = 2): Key[] {
  return Array.from({ length: n }, (_, i) => parent.fold(i));
}

/** The key derived from `parent` by an integer, for example the number of a step. */
export function foldIn(parent: Key, data: number): Key {
  return parent.fold(data);
}

/** Uniform on [0, 1), float32 [...shape]. */
export function randomUniform(from: Key, shape: readonly number[]): Tensor {
  return from.draw({ kind: 'uniform' }, shape);
}

/** Standard normal, float32 [...shape]. */
export function randomNormal(from: Key, shape: readonly number[]): Tensor {
  return from.draw({ kind: 'normal' }, shape);
}

/** Standard exponential, float32 [...shape]. */
export function randomExponential(from: Key, shape: readonly number[]): Tensor {
  return from.draw({ kind: 'exponential' }, shape);
}

/** Uniform integers in [low, high), int32 [...shape]. */
export function randomIntegers(from: Key, shape: readonly number[], low: number, high: number): Tensor {
  return from.draw({ kind: 'integers', low, high }, shape);
}

/** Random bits, int32 [...shape]. */
export function randomBits(from: Key, shape: readonly number[]): Tensor {
  return from.draw({ kind: 'bits' }, shape);
}

/** A random order of 0 … n − 1, on the host. @throws UnsupportedError on a symbolic key. */
export function permutation(from: Key, n: number): Uint32Array {
  return hostPermutation(from.words(), n);
}
