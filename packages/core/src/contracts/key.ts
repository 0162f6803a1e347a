import type { Tensor } from '@tensorflow/tfjs-core';

/** What a key can be asked to draw. Every other random quantity is built from these by tensor operations. */
export type Noise =
  | { readonly kind: 'bits' }
  | { readonly kind: 'uniform' }
  | { readonly kind: 'normal' }
  | { readonly kind: 'exponential' }
  | { readonly kind: 'integers'; readonly low: number; readonly high: number };

/**
 * The state of a counter-based random number generator, as an immutable value.
 *
 * A key is used once: either to draw or to derive further keys. The same key gives the same numbers on every
 * backend and engine. Two kinds exist: concrete keys made by `key(seed)`, and the symbolic keys with which an engine
 * records a computation; code that only calls `split`, `foldIn` and the samplers works with both.
 */
export interface Key {
  /** The key derived from this one by an integer in [0, 2³²). */
  readonly fold: (data: number) => Key;
  /** Draws a tensor of `shape`: float32, or int32 for bits and integers. The caller owns it. */
  readonly draw: (noise: Noise, shape: readonly number[]) => Tensor;
  /** The 64 bits of a concrete key, as two unsigned words. @throws UnsupportedError on a symbolic key. */
  readonly words: () => readonly [number, number];
}
