import { ArgumentError, type Distribution, formatShape, type KlFunction, sumRightmost } from '@jensenjs/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from './constraints';
import { unsupported } from './unsupported';

/*
 * Independent distributions as one: a batch of distributions read as one distribution of an array
 *
 *   p(x) = product over i of p_i(x_i),   i over the last `reinterpretedRank` batch dimensions
 */

/** A distribution of arrays whose elements are independent; as differentiable as its base. */
export interface Independent<B extends Distribution = Distribution> extends Distribution<B['reparameterized']> {
  readonly kind: 'independent';
  readonly base: B;
  /** How many batch dimensions of the base, from the right, belong to the event. */
  readonly reinterpretedRank: number;
  readonly detach: () => Independent<Distribution<B['reparameterized']>>;
}

/**
 * The distribution of arrays [...event] made of a batch of independent ones: the last `reinterpretedRank` batch
 * dimensions of `base` become event dimensions. `independent(normal(loc, scale), 1)` with loc [batch, 20] has batch shape
 * [batch] and event shape [20].
 *
 * @throws ArgumentError when the base has fewer batch dimensions.
 */
export function independent<B extends Distribution>(base: B, reinterpretedRank: number): Independent<B> {
  const split = base.batchShape.length - reinterpretedRank;
  if (!Number.isInteger(reinterpretedRank) || reinterpretedRank < 0 || split < 0)
    throw new ArgumentError(
      'independent',
      `expected a reinterpretedRank in [0, ${base.batchShape.length}] for batch shape ${formatShape(base.batchShape)}, ` +
        `got ${reinterpretedRank}.`,
    );
  const eventShape = [...base.batchShape.slice(split), ...base.eventShape];
  const sumEvent = (x: Tensor): Tensor => sumRightmost(x, reinterpretedRank);
  const univariate = eventShape.length === 0;
  const elements = 'an array has no order. Use the method of `base`, which is elementwise.';
  return {
    kind: 'independent',
    base,
    reinterpretedRank,
    batchShape: base.batchShape.slice(0, split),
    eventShape,
    support: elementwise(base.support, reinterpretedRank),
    reparameterized: base.reparameterized,
    sample: base.sample,
    sampleAndLogProb: (key, shape) =>
      tidy(() => {
        const { value, logProb } = base.sampleAndLogProb(key, shape);
        return { value, logProb: sumEvent(logProb) };
      }),
    logProb: (value) => tidy(() => sumEvent(base.logProb(value))),
    detach: () => independent(base.detach(), reinterpretedRank),
    entropy: () => tidy(() => sumEvent(base.entropy())),
    mean: base.mean,
    variance: base.variance,
    mode: base.mode,
    cdf: univariate ? base.cdf : unsupported('independent.cdf', elements),
    quantile: univariate ? base.quantile : unsupported('independent.quantile', elements),
  };
}

/**
 * The KL divergence of independent distributions, from that of their bases: KL(p ‖ q) in nats, [...batch], is the sum of
 * `inner(p.base, q.base)` over the event. For example `klIndependent(klNormalNormal)`.
 *
 * The result throws an ArgumentError unless both operands are independent of equal event shapes and ranks.
 */
export function klIndependent(inner: KlFunction): KlFunction {
  return (p, q, draw) => {
    const [a, b] = [asIndependent(p), asIndependent(q)];
    const shapes = [a, b].map((d) => `${formatShape(d.eventShape)} of rank ${d.reinterpretedRank}`);
    if (shapes[0] !== shapes[1])
      throw new ArgumentError('klIndependent', `expected events of equal shape, got ${shapes.join(' and ')}.`);
    return tidy(() => sumRightmost(inner(a.base, b.base, draw), a.reinterpretedRank));
  };
}

function asIndependent(d: Distribution): Independent {
  if (d.kind !== 'independent')
    throw new ArgumentError('klIndependent', `expected independent distributions, got ${d.kind}. Use klDivergence.`);
  return d as Independent;
}
