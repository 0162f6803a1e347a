import { stopGradient } from '@jensenjs/core';
import { abs, expm1, less, mul, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { choose } from './masks';
import { polynomial } from './polynomial';
import { withPartials } from './with-partials';

// (eᵈ − 1 − d) / d² = Σ dᵏ / (k + 2)!: for |d| < ½ these nine terms leave out less than 1e-9 of the sum.
const SERIES = [1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320, 1 / 362880, 1 / 3628800] as const;

/** eᵈ − 1 − d for |d| < ½, whose derivative needs no series. */
const excess = (d: Tensor): Tensor =>
  withPartials([d], (x) => mul(square(x), polynomial(x, SERIES)), [(x) => expm1(x)]);

/**
 * q − p − p log(q/p), elementwise and never negative, from p, q ≥ 0 and a finite d = log(q/p): the terms of the
 * I-divergence of non-negative measures (I. Csiszár 1991, "Why least squares and maximum entropy?"). Summed over two
 * distributions, where Σ p = Σ q, it is KL(p ‖ q) without the cancellation of Σ p log(p/q) near p = q.
 */
export function iDivergence(p: Tensor, q: Tensor, d: Tensor): Tensor {
  const near = stopGradient(less(abs(d), 0.5));
  const small = choose(near, d, 0);
  // q − p − p d = p (eᵈ − 1 − d)
  return choose(near, mul(p, excess(small)), sub(sub(q, p), mul(p, d)));
}
