import {
  ArgumentError,
  broadcastShapes,
  checkShape,
  type Distribution,
  type Key,
  type Parameter,
  randomUniform,
  stopGradient,
} from '@jensenjs/core';
import {
  add,
  cast,
  clipByValue,
  div,
  fill,
  greater,
  less,
  log,
  logicalOr,
  mul,
  neg,
  square,
  sub,
  type Tensor,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { interval } from './constraints';
import { type FormulaOperand, tensorsOf } from './formula-operand';
import { logRatio } from './log-ratio';
import { broadcast, choose } from './masks';
import { HALF_LOG_TWO_PI, type NormalParameters, readNormal } from './normal';
import { batchShapeOf, broadcastValues, type Operand, operand, requireValues } from './operand';
import { unsupported } from './unsupported';
import { valueOf } from './value';
import { withPartials } from './with-partials';

/*
 * Uniform distribution on an interval
 *
 *   p(x) = 1 / (high - low)   for low <= x <= high,   0 elsewhere
 */

/** A uniform distribution; its samples are differentiable functions of low and high. */
export interface Uniform extends Distribution<true> {
  readonly kind: 'uniform';
  readonly low: Parameter;
  readonly high: Parameter;
  readonly detach: () => Uniform;
}

/** What the KL formulas of the uniform read. */
export interface UniformParameters {
  readonly low: Operand;
  readonly high: Operand;
}

/**
 * The uniform distribution on [low, high], whose shapes broadcast to the batch shape. Both ends belong to it, since
 * low + u (high − low) may round to either.
 *
 * @throws ArgumentError when numbers are not finite, low is not less than high in float32, or shapes do not broadcast.
 * The values of tensors are not read.
 */
export function uniform(low: Operand, high: Operand): Uniform {
  const a = operand('uniform.low', low);
  const b = operand('uniform.high', high);
  requireValues('uniform.low', a, Number.isFinite, 'finite numbers');
  requireValues('uniform.high', b, Number.isFinite, 'finite numbers');
  const batchShape = batchShapeOf('uniform', { low: a, high: b });
  requireOrder(a, b, batchShape);
  const width = (): Tensor => sub(b.tensor(), a.tensor());
  const locate = (u: Tensor): Tensor => add(mul(u, width()), a.tensor());
  const sample = (key: Key, shape: readonly number[] = []): Tensor => {
    checkShape('uniform.sample', shape);
    return locate(randomUniform(key, [...shape, ...batchShape]));
  };
  return {
    kind: 'uniform',
    low: a,
    high: b,
    batchShape,
    eventShape: [],
    support: interval(a, b),
    reparameterized: true,
    sample: (key, shape) => tidy(() => sample(key, shape)),
    sampleAndLogProb: (key, shape) =>
      tidy(() => {
        const value = sample(key, shape);
        return { value, logProb: broadcast(neg(log(width())), value.shape) };
      }),
    logProb: (value) =>
      tidy(() => {
        const x = cast(valueOf('uniform.logProb', value, batchShape), 'float32');
        const outside = stopGradient(logicalOr(less(x, a.tensor()), greater(x, b.tensor())));
        return choose(outside, Number.NEGATIVE_INFINITY, add(neg(log(width())), flat(x)));
      }),
    detach: () => uniform(a.detach(), b.detach()),
    entropy: () => tidy(() => log(width())),
    mean: () => tidy(() => add(mul(a.tensor(), 0.5), mul(b.tensor(), 0.5))),
    variance: () => tidy(() => mul(square(width()), 1 / 12)),
    mode: unsupported('uniform.mode', 'every value in [low, high] has the same density. Use mean().'),
    cdf: (value) =>
      tidy(() => clipByValue(div(sub(valueOf('uniform.cdf', value, batchShape), a.tensor()), width()), 0, 1)),
    quantile: (p) => tidy(() => locate(valueOf('uniform.quantile', p, batchShape))),
  };
}

/**
 * KL(p ‖ q) of two uniform distributions in nats, [...batch]: log of the ratio of widths where q's interval contains
 * p's, else ∞ with zero gradient.
 */
export function klUniformUniform(p: FormulaOperand<UniformParameters>, q: FormulaOperand<UniformParameters>): Tensor {
  return tidy(() => {
    const [a, b] = [readUniform('klUniformUniform', p), readUniform('klUniformUniform', q)];
    const outside = stopGradient(logicalOr(less(a.low, b.low), greater(a.high, b.high)));
    const ratio = logRatio(sub(b.high, b.low), sub(a.high, a.low));
    return choose(outside, Number.POSITIVE_INFINITY, ratio);
  });
}

/**
 * KL(p ‖ q) of a uniform from a normal distribution in nats, [...batch]: −log(high − low) − E log q, where
 * E ((x − loc) / scale)² = ((mean − loc)² + width² / 12) / scale² with p's mean and width.
 */
export function klUniformNormal(p: FormulaOperand<UniformParameters>, q: FormulaOperand<NormalParameters>): Tensor {
  return tidy(() => {
    const { low, high } = readUniform('klUniformNormal', p);
    const { loc, scale } = readNormal('klUniformNormal', q);
    const width = sub(high, low);
    const z = div(sub(add(mul(low, 0.5), mul(high, 0.5)), loc), scale);
    const meanSquare = add(square(z), mul(square(div(width, scale)), 1 / 12));
    return add(sub(mul(meanSquare, 0.5), logRatio(width, scale)), HALF_LOG_TWO_PI);
  });
}

/** KL(p ‖ q) of a normal from a uniform distribution: ∞, since the normal has mass outside every interval. */
export function klNormalUniform(p: FormulaOperand<NormalParameters>, q: FormulaOperand<UniformParameters>): Tensor {
  return tidy(() => {
    const [a, b] = [readNormal('klNormalUniform', p), readUniform('klNormalUniform', q)];
    const shapes = [a.loc, a.scale, b.low, b.high].map(({ shape }) => shape);
    return fill(broadcastShapes(...shapes), Number.POSITIVE_INFINITY);
  });
}

/** Zeros that depend on x with derivative zero, so that the gradient of a flat density exists. */
function flat(x: Tensor): Tensor {
  return withPartials([x], zerosLike, [zerosLike]);
}

function readUniform(where: string, given: FormulaOperand<UniformParameters>): { low: Tensor; high: Tensor } {
  return tensorsOf(where, 'uniform', ['low', 'high'], given);
}

/** Throws where bounds that are known on the host are out of order. */
function requireOrder(low: Parameter, high: Parameter, shape: readonly number[]): void {
  const [a, b] = [broadcastValues(low, shape), broadcastValues(high, shape)];
  a?.forEach((from, i) => {
    const to = b?.[i];
    if (to !== undefined && !(from < to && Number.isFinite(Math.fround(to - from))))
      throw new ArgumentError(
        'uniform',
        `expected low < high, by a finite difference in float32, got ${from} and ${to} at index ${i}.`,
      );
  });
}
