import type { Tensor, TensorLike } from '@tensorflow/tfjs-core';
import type { Key } from './key';

/** The set on which a density is positive. */
export interface Constraint {
  /** `real`, `positive`, `unitInterval`, `boolean`, `simplex`, … */
  readonly kind: string;
  /** Number of rightmost dimensions that one element of the set takes: 0 for a number, 1 for a vector. */
  readonly eventRank: number;
  /** Whether each element of value [..., ...event] lies in the set; bool [...]. Not differentiable. */
  readonly check: (value: Tensor | TensorLike) => Tensor;
}

/**
 * A probability distribution over tensors, with the three shapes of TFP: sample, batch and event
 * (J. Dillon et al. 2017, "TensorFlow Distributions", section 3.3).
 *
 * `R` tells at compile time whether samples are differentiable functions of the parameters.
 *
 * Logarithms are natural, densities and entropies are in nats. Nothing here sums over the batch. A distribution owns no
 * tensor: numeric parameters are kept as typed arrays and become tensors per call; tensor parameters are borrowed
 * for its lifetime. Returned tensors belong to the caller. A method that does not exist for a family throws an
 * UnsupportedError that says what to use instead.
 */
export interface Distribution<R extends boolean = boolean> {
  /** The family, for example `normal`. */
  readonly kind: string;
  /** Independent distributions held here, not identically distributed. */
  readonly batchShape: readonly number[];
  /** Shape of one draw. */
  readonly eventShape: readonly number[];
  readonly support: Constraint;
  /** Whether `sample` has pathwise gradients with respect to the parameters. */
  readonly reparameterized: R;
  /** Draws [...shape, ...batch, ...event]. */
  readonly sample: (key: Key, shape?: readonly number[]) => Tensor;
  /** A draw and its log density [...shape, ...batch], where that is cheaper or more accurate together. */
  readonly sampleAndLogProb: (
    key: Key,
    shape?: readonly number[],
  ) => { readonly value: Tensor; readonly logProb: Tensor };
  /** Log density or log mass of value [...sample, ...batch, ...event]: [...sample, ...batch], −∞ outside the support. */
  readonly logProb: (value: Tensor | TensorLike) => Tensor;
  /** The same distribution with its parameters stopped: gradients flow through values only. */
  readonly detach: () => Distribution<R>;
  /** [...batch], nats. */
  readonly entropy: () => Tensor;
  /** [...batch, ...event]. */
  readonly mean: () => Tensor;
  /** Elementwise, [...batch, ...event]. */
  readonly variance: () => Tensor;
  /** [...batch, ...event]. */
  readonly mode: () => Tensor;
  /** P(X ≤ value) of a univariate family, of the shape of logProb. */
  readonly cdf: (value: Tensor | TensorLike) => Tensor;
  /** The value whose cdf is p, for p in [0, 1] of shape [...sample, ...batch]. */
  readonly quantile: (p: Tensor | TensorLike) => Tensor;
}

/**
 * KL(p ‖ q) in nats, [...batch]. A closed formula ignores `draw`; a Monte Carlo estimate uses its key, or the sample
 * [...batch, ...event] of p that the caller already holds.
 */
export type KlFunction<P extends Distribution = Distribution, Q extends Distribution = Distribution> = (
  p: P,
  q: Q,
  draw?: { readonly key: Key; readonly sample?: Tensor },
) => Tensor;
