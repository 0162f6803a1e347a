import type { Noise } from './contracts/key';
import { threefry2x32 } from './threefry';

type Words = readonly [number, number];

/** The numbers that a concrete key draws, on the host: float32, or int32 for bits and integers. */
export function hostNoise([k0, k1]: Words, noise: Noise, size: number): Float32Array | Int32Array {
  const bits = (i: number): number => {
    const [a, b] = threefry2x32(k0, k1, 0, i);
    return (a ^ b) >>> 0;
  };
  const uniform = (i: number): number => (bits(i) >>> 9) / 2 ** 23;
  switch (noise.kind) {
    case 'bits':
      return Int32Array.from({ length: size }, (_, i) => bits(i) | 0);
    case 'uniform':
      return Float32Array.from({ length: size }, (_, i) => uniform(i));
    case 'exponential':
      return Float32Array.from({ length: size }, (_, i) => -Math.log1p(-uniform(i)));
    case 'normal':
      return Float32Array.from({ length: size }, (_, i) => {
        const [a, b] = threefry2x32(k0, k1, 0, i);
        return Math.sqrt(-2 * Math.log((a + 0.5) / 2 ** 32)) * Math.cos((2 * Math.PI * b) / 2 ** 32);
      });
    case 'integers':
      return Int32Array.from({ length: size }, (_, i) => noise.low + Math.floor(uniform(i) * (noise.high - noise.low)));
    default:
      return noise satisfies never;
  }
}

/** A random order of 0 … n − 1. */
export function hostPermutation([k0, k1]: Words, n: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const [a] = threefry2x32(k0, k1, 0, i);
    const j = Math.floor((a / 2 ** 32) * (i + 1));
    const t = order[i] as number;
    order[i] = order[j] as number;
    order[j] = t;
  }
  return order;
}
