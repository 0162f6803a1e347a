import { checkShape, type Distribution, type Key, type Parameter, randomNormal } from '@jensenjs/core';
import { add, div, log, mul, scalar, square, sub, type Tensor, type TensorLike, tidy } from '@tensorflow/tfjs-core';
import { real } from './constraints';
import { type FormulaOperand, tensorsOf } from './formula-operand';
import { iDivergence } from './i-divergence';
import { logRatio } from './log-ratio';
import { broadcast } from './masks';
import { batchShapeOf, type Operand, operand, requireValues } from './operand';
import { standardNormalCdf, standardNormalQuantile } from './standard-normal-cdf';
import { valueOf } from './value';

/*
 * Normal distribution on the real line
 *
 *                         1             (x - loc)^2
 *   p(x) = -------------------- exp( - ------------- )
 *           scale sqrt(2 pi)             2 scale^2
 */

/** A normal distribution; its samples are differentiable functions of loc and scale. */
export interface Normal extends Distribution<true> {
  readonly kind: 'normal';
  /** Mean. */
  readonly loc: Parameter;
  /** Standard deviation. */
  readonly scale: Parameter;
  readonly detach: () => Normal;
}

/** What the KL formulas of the normal read. */
export interface NormalParameters {
  readonly loc: Operand;
  readonly scale: Operand;
}

/** log √(2π). */
export const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * The normal distribution with mean `loc` and standard deviation `scale`, whose shapes broadcast to the batch shape.
 * `sampleAndLogProb` computes the density from the noise, without the rounding of (x − loc) / scale.
 *
 * @throws ArgumentError when numbers are not finite, a scale is not positive, or shapes do not broadcast. The values of
 * tensors are not read.
 */
export function normal(loc: Operand, scale: Operand): Normal {
  const mu = operand('normal.loc', loc);
  const sigma = operand('normal.scale', scale);
  requireValues('normal.loc', mu, Number.isFinite, 'finite numbers');
  requireValues('normal.scale', sigma, (s) => s > 0 && s < Infinity, 'positive finite standard deviations');
  const batchShape = batchShapeOf('normal', { loc: mu, scale: sigma });
  const noise = (key: Key, shape: readonly number[]): Tensor => {
    checkShape('normal.sample', shape);
    return randomNormal(key, [...shape, ...batchShape]);
  };
  const locate = (z: Tensor): Tensor => add(mul(z, sigma.tensor()), mu.tensor());
  const standardize = (where: string, x: Tensor | TensorLike): Tensor =>
    div(sub(valueOf(where, x, batchShape), mu.tensor()), sigma.tensor());
  // log p at x = loc + scale z
  const density = (z: Tensor): Tensor => sub(mul(square(z), -0.5), add(log(sigma.tensor()), HALF_LOG_TWO_PI));
  const mean = (): Tensor => broadcast(mu.tensor(), batchShape);
  return {
    kind: 'normal',
    loc: mu,
    scale: sigma,
    batchShape,
    eventShape: [],
    support: real(),
    reparameterized: true,
    sample: (key, shape = []) => tidy(() => locate(noise(key, shape))),
    sampleAndLogProb: (key, shape = []) =>
      tidy(() => {
        const z = noise(key, shape);
        return { value: locate(z), logProb: density(z) };
      }),
    logProb: (value) => tidy(() => density(standardize('normal.logProb', value))),
    detach: () => normal(mu.detach(), sigma.detach()),
    entropy: () => tidy(() => broadcast(add(log(sigma.tensor()), HALF_LOG_TWO_PI + 0.5), batchShape)),
    mean: () => tidy(mean),
    variance: () => tidy(() => broadcast(square(sigma.tensor()), batchShape)),
    mode: () => tidy(mean),
    cdf: (value) => tidy(() => standardNormalCdf(standardize('normal.cdf', value))),
    quantile: (p) => tidy(() => locate(standardNormalQuantile(valueOf('normal.quantile', p, batchShape)))),
  };
}

/**
 * KL(p ‖ q) of two normals in nats, [...batch]: ½ (r² − 1 − log r²) + ½ ((loc_p − loc_q) / scale_q)² with
 * r = scale_p / scale_q (S. Kullback 1959, "Information Theory and Statistics", chapter 9, in one dimension). Never
 * negative, and exactly 0 for equal parameters.
 */
export function klNormalNormal(p: FormulaOperand<NormalParameters>, q: FormulaOperand<NormalParameters>): Tensor {
  return tidy(() => {
    const [a, b] = [readNormal('klNormalNormal', p), readNormal('klNormalNormal', q)];
    const r = div(a.scale, b.scale);
    const z = div(sub(a.loc, b.loc), b.scale);
    return mul(add(iDivergence(scalar(1), square(r), mul(logRatio(a.scale, b.scale), 2)), square(z)), 0.5);
  });
}

/** The loc and scale of an operand of a KL formula. */
export function readNormal(where: string, given: FormulaOperand<NormalParameters>): { loc: Tensor; scale: Tensor } {
  return tensorsOf(where, 'normal', ['loc', 'scale'], given);
}
