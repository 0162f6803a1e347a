import { broadcastShapes, stopGradient } from '@jensenjs/core';
import {
  equal,
  exp,
  greaterEqual,
  lessEqual,
  log,
  log1p,
  logicalOr,
  neg,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { iDivergence } from './i-divergence';
import { broadcast, choose } from './masks';

const NEVER = Number.NEGATIVE_INFINITY;

// All masks are false for NaN, so that NaN parameters give NaN results instead of plausible ones.

/** log p of probabilities; −∞ with derivative 0 where p is 0. */
export function logOf(p: Tensor): Tensor {
  const none = stopGradient(lessEqual(p, 0));
  return choose(none, NEVER, log(choose(none, 1, p)));
}

/** log (1 − p) of probabilities; −∞ with derivative 0 where p is 1. */
export function logOneMinus(p: Tensor): Tensor {
  const none = stopGradient(greaterEqual(p, 1));
  return choose(none, NEVER, log1p(neg(choose(none, 0, p))));
}

/** Log-masses with 0 in place of −∞, to be multiplied by probabilities that are 0 there. */
export function finite(logMass: Tensor): Tensor {
  return choose(excludes(logMass), 0, logMass);
}

/** Where a log-mass is −∞, as a mask. */
export function excludes(logMass: Tensor): Tensor {
  return stopGradient(equal(logMass, NEVER));
}

/**
 * Non-negative terms whose sum over all outcomes is KL(p ‖ q) = Σ p (log p − log q), from the log-masses of two
 * distributions. ∞, with derivative 0, where q alone excludes the outcome.
 */
export function klTerms(logP: Tensor, logQ: Tensor): Tensor {
  const shape = broadcastShapes(logP.shape, logQ.shape);
  const [a, b] = [broadcast(logP, shape), broadcast(logQ, shape)];
  const [notInP, notInQ] = [excludes(a), excludes(b)];
  const [p, q] = [exp(a), exp(b)];
  const logRatio = choose(logicalOr(notInP, notInQ), 0, sub(b, a));
  const allowed = choose(notInQ, Number.POSITIVE_INFINITY, iDivergence(p, q, logRatio));
  return choose(notInP, q, allowed); // q − p at p = 0
}
