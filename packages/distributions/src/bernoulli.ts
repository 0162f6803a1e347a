import {
  broadcastShapes,
  checkShape,
  type Distribution,
  type Key,
  randomExponential,
  stopGradient,
} from '@jensenjs/core';
import {
  abs,
  add,
  cast,
  clone,
  greater,
  greaterEqual,
  less,
  logicalAnd,
  logicalOr,
  mul,
  neg,
  relu,
  sigmoid,
  softplus,
  sub,
  type Tensor,
  type TensorLike,
  tidy,
} from '@tensorflow/tfjs-core';
import { boolean } from './constraints';
import { checkKind, type FormulaOperand } from './formula-operand';
import { excludes, finite, klTerms, logOf, logOneMinus } from './log-mass';
import { detached, type GivenLogitsOrProbs, type LogitsOrProbs, logitsOrProbs } from './logits-or-probs';
import { broadcast, choose } from './masks';
import { requireValues } from './operand';
import { valueOf } from './value';
import { withPartials } from './with-partials';

/*
 * Bernoulli distribution on {0, 1}
 *
 *   p(x) = probs^x (1 - probs)^(1 - x),   logits = log(probs / (1 - probs))
 */

/** A Bernoulli distribution. Its samples are float32 zeros and ones and carry no gradient. */
export interface Bernoulli extends Distribution<false> {
  readonly kind: 'bernoulli';
  /** The parameter that was given. */
  readonly parameters: GivenLogitsOrProbs;
  /** Log-odds of 1, [...batch]: a new tensor. */
  readonly logits: () => Tensor;
  /** Probability of 1, [...batch]: a new tensor. */
  readonly probs: () => Tensor;
  readonly detach: () => Bernoulli;
}

/**
 * The Bernoulli distribution with log-odds `logits` or probability `probs` of 1. Logits keep the digits that
 * probabilities close to 1 lose.
 *
 * `logProb` takes any x in [0, 1] and is x log p + (1 − x) log(1 − p): the log-mass at 0 and 1, and between them the
 * negative cross-entropy that is customary for grey pixels, which is not a normalised density (G. Loaiza-Ganem and
 * J. Cunningham 2019, "The continuous Bernoulli"). Elsewhere it is −∞; its gradient by logits is x − p everywhere.
 *
 * A sample is 1 where a uniform number u is less than p, compared as −log u > −log p: with steps of 2⁻³² in u, also for p
 * close to 0 or 1.
 *
 * @throws ArgumentError when both or neither are given, a probability lies outside [0, 1] or a logit is not finite. The
 * values of tensors are not read.
 */
export function bernoulli(parameters: LogitsOrProbs): Bernoulli {
  const given = logitsOrProbs('bernoulli', parameters);
  if (given.logits) requireValues('bernoulli.logits', given.logits, Number.isFinite, 'finite numbers');
  else requireValues('bernoulli.probs', given.probs, (p) => p >= 0 && p <= 1, 'probabilities in [0, 1]');
  const batchShape = (given.logits ?? given.probs).shape;
  const mass = massOf(given);
  const mean = (): Tensor => tidy(() => clone(mass.one()));
  const sample = (key: Key, shape: readonly number[] = []): Tensor => {
    checkShape('bernoulli.sample', shape);
    const noise = randomExponential(key, [...shape, ...batchShape]);
    return stopGradient(cast(greater(noise, neg(mass.logOne())), 'float32'));
  };
  return {
    kind: 'bernoulli',
    parameters: given,
    logits: () => tidy(() => (given.logits ? clone(given.logits.tensor()) : sub(mass.logOne(), mass.logZero()))),
    probs: mean,
    batchShape,
    eventShape: [],
    support: boolean(),
    reparameterized: false,
    sample: (key, shape) => tidy(() => sample(key, shape)),
    sampleAndLogProb: (key, shape) =>
      tidy(() => {
        const value = sample(key, shape);
        return { value, logProb: logProb(given, value) };
      }),
    logProb: (value) => tidy(() => logProb(given, value)),
    detach: () => bernoulli(detached(given)),
    // Both terms have the same sign: nothing cancels.
    entropy: () =>
      tidy(() => neg(add(mul(mass.one(), finite(mass.logOne())), mul(mass.zero(), finite(mass.logZero()))))),
    mean,
    variance: () => tidy(() => mul(mass.one(), mass.zero())),
    // 0 when both are equally probable
    mode: () => tidy(() => stopGradient(cast(greater(mass.one(), mass.zero()), 'float32'))),
    cdf: (value) =>
      tidy(() => {
        const x = castTo('bernoulli.cdf', value, batchShape);
        const [fromZero, fromOne] = [stopGradient(greaterEqual(x, 0)), stopGradient(greaterEqual(x, 1))];
        return choose(fromZero, choose(fromOne, 1, mass.zero()), 0);
      }),
    // the smallest value whose cdf is at least p
    quantile: (p) =>
      tidy(() => stopGradient(cast(greater(valueOf('bernoulli.quantile', p, batchShape), mass.zero()), 'float32'))),
  };
}

/**
 * KL(p ‖ q) of two Bernoulli distributions in nats, [...batch]: the sum over both outcomes of p log(p / q)
 * (T. Cover and J. Thomas 2006, "Elements of Information Theory", eq. 2.26). ∞ where q excludes what p allows.
 */
export function klBernoulliBernoulli(p: FormulaOperand<LogitsOrProbs>, q: FormulaOperand<LogitsOrProbs>): Tensor {
  return tidy(() => {
    const [a, b] = [p, q].map((side) => massOf(read('klBernoulliBernoulli', side))) as [Mass, Mass];
    return add(klTerms(a.logOne(), b.logOne()), klTerms(a.logZero(), b.logZero()));
  });
}

function read(where: string, side: FormulaOperand<LogitsOrProbs>): GivenLogitsOrProbs {
  checkKind(where, 'bernoulli', side);
  return 'parameters' in side ? (side as Bernoulli).parameters : logitsOrProbs(where, side as LogitsOrProbs);
}

type Mass = Readonly<Record<'one' | 'zero' | 'logOne' | 'logZero', () => Tensor>>;

/** Probabilities of 1 and 0 and their logarithms, each in the form that keeps its digits. Call them inside tf.tidy. */
function massOf({ logits, probs }: GivenLogitsOrProbs): Mass {
  if (logits)
    return {
      one: () => sigmoid(logits.tensor()),
      zero: () => sigmoid(neg(logits.tensor())),
      logOne: () => neg(softplus(neg(logits.tensor()))),
      logZero: () => neg(softplus(logits.tensor())),
    };
  return {
    one: () => probs.tensor(),
    zero: () => sub(1, probs.tensor()),
    logOne: () => logOf(probs.tensor()),
    logZero: () => logOneMinus(probs.tensor()),
  };
}

function castTo(where: string, value: Tensor | TensorLike, batchShape: readonly number[]): Tensor {
  const x = cast(valueOf(where, value, batchShape), 'float32');
  return broadcast(x, broadcastShapes(x.shape, batchShape));
}

function logProb({ logits, probs }: GivenLogitsOrProbs, value: Tensor | TensorLike): Tensor {
  const x = castTo('bernoulli.logProb', value, (logits ?? probs).shape);
  return logits
    ? crossEntropyOfLogits(x, broadcast(logits.tensor(), x.shape))
    : onSupport(x, crossEntropyOfProbs(x, broadcast(probs.tensor(), x.shape)));
}

/** −∞ where x is outside [0, 1]. */
function onSupport(x: Tensor, entropy: Tensor): Tensor {
  return choose(stopGradient(greater(abs(sub(x, 0.5)), 0.5)), Number.NEGATIVE_INFINITY, entropy);
}

// x l − log(1 + eˡ): at x = 1 and l > 0 the two large terms cancel exactly. The partials are those of this formula for any x:
// a mask over them would be one more pass over all pixels of every step.
function crossEntropyOfLogits(x: Tensor, logits: Tensor): Tensor {
  return withPartials([x, logits], (x, l) => onSupport(x, sub(sub(mul(x, l), relu(l)), softplus(neg(abs(l))))), [
    (_, l) => l,
    (x, l) => sub(x, sigmoid(l)),
  ]);
}

function crossEntropyOfProbs(x: Tensor, probs: Tensor): Tensor {
  const [logOne, logZero] = [logOf(probs), logOneMinus(probs)];
  const impossible = stopGradient(
    logicalOr(logicalAnd(excludes(logOne), greater(x, 0)), logicalAnd(excludes(logZero), less(x, 1))),
  );
  const sum = add(mul(x, finite(logOne)), mul(sub(1, x), finite(logZero)));
  return choose(impossible, Number.NEGATIVE_INFINITY, sum);
}
