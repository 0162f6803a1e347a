import {
  ArgumentError,
  checkShape,
  type Distribution,
  type Key,
  logSumExp,
  type Parameter,
  randomExponential,
  stopGradient,
} from '@jensenjs/core';
import {
  any,
  argMax,
  cast,
  div,
  equal,
  exp,
  expandDims,
  log,
  logicalAnd,
  logicalNot,
  max,
  mul,
  neg,
  range,
  sub,
  sum,
  type Tensor,
  type TensorLike,
  tidy,
} from '@tensorflow/tfjs-core';
import { integersBelow } from './constraints';
import { checkKind, type FormulaOperand } from './formula-operand';
import { excludes, finite, klTerms, logOf } from './log-mass';
import { detached, type GivenLogitsOrProbs, type LogitsOrProbs, logitsOrProbs } from './logits-or-probs';
import { choose } from './masks';
import { requireValues } from './operand';
import { unsupported } from './unsupported';
import { valueOf } from './value';

/*
 * Categorical distribution on {0, ..., classes - 1}
 *
 *   p(k) = probs_k / sum_j probs_j = exp(logits_k) / sum_j exp(logits_j)
 */

/** A categorical distribution. Its samples are int32 and carry no gradient. */
export interface Categorical extends Distribution<false> {
  readonly kind: 'categorical';
  /** The parameter that was given, [...batch, classes]. */
  readonly parameters: GivenLogitsOrProbs;
  readonly classes: number;
  /** Normalised log-probabilities [...batch, classes]: a new tensor. */
  readonly logits: () => Tensor;
  /** Normalised probabilities [...batch, classes]: a new tensor. */
  readonly probs: () => Tensor;
  readonly detach: () => Categorical;
}

/**
 * The categorical distribution over the last dimension of `logits` or `probs` [...batch, classes], which need not be
 * normalised. A class is excluded by the probability 0 or the logit −∞.
 *
 * Samples are the classes that maximise logit + Gumbel noise (E. Gumbel 1954; C. Maddison, D. Tarlow and T. Minka 2014,
 * "A* Sampling"), not a search in the cumulated probabilities: that needs no normalisation, never draws an excluded class
 * and does not lose rare classes to the rounding of sums. It takes one noise number per class.
 *
 * @throws ArgumentError when both or neither are given, there is no class dimension, numbers are negative probabilities,
 * NaN or ∞, or a row excludes all classes. The values of tensors are not read.
 */
export function categorical(parameters: LogitsOrProbs): Categorical {
  const given = logitsOrProbs('categorical', parameters);
  const { shape } = given.logits ?? given.probs;
  const classes = shape.at(-1) ?? 0;
  checkParameter(given, classes);
  const batchShape = shape.slice(0, -1);
  const sample = (key: Key, shape: readonly number[] = []): Tensor => {
    checkShape('categorical.sample', shape);
    const noise = randomExponential(key, [...shape, ...batchShape, classes]);
    return stopGradient(argMax(sub(logMass(given), log(noise)), -1)); // −log of an exponential is Gumbel
  };
  const probs = (): Tensor => tidy(() => exp(logMass(given)));
  const nominal = 'classes have no numbers to average. Use probs().';
  const unordered = 'classes have no order. Cumulate probs().';
  return {
    kind: 'categorical',
    parameters: given,
    classes,
    logits: () => tidy(() => logMass(given)),
    probs,
    batchShape,
    eventShape: [],
    support: integersBelow(classes),
    reparameterized: false,
    sample: (key, shape) => tidy(() => sample(key, shape)),
    sampleAndLogProb: (key, shape) =>
      tidy(() => {
        const value = sample(key, shape);
        return { value, logProb: logProb(given, classes, value) };
      }),
    logProb: (value) => tidy(() => logProb(given, classes, value)),
    detach: () => categorical(detached(given)),
    entropy: () =>
      tidy(() => {
        const log = logMass(given);
        return neg(sum(mul(exp(log), finite(log)), -1));
      }),
    mean: unsupported('categorical.mean', nominal),
    variance: unsupported('categorical.variance', nominal),
    mode: () => tidy(() => stopGradient(argMax(logMass(given), -1))),
    cdf: unsupported('categorical.cdf', unordered),
    quantile: unsupported('categorical.quantile', unordered),
  };
}

/**
 * KL(p ‖ q) of two categorical distributions in nats, [...batch]: the sum over classes of p log(p / q) (T. Cover and
 * J. Thomas 2006, "Elements of Information Theory", eq. 2.26). ∞ where q excludes what p allows.
 */
export function klCategoricalCategorical(p: FormulaOperand<LogitsOrProbs>, q: FormulaOperand<LogitsOrProbs>): Tensor {
  return tidy(() => {
    const [a, b] = [p, q].map((side) => logMass(read('klCategoricalCategorical', side))) as [Tensor, Tensor];
    if (a.shape.at(-1) !== b.shape.at(-1))
      throw new ArgumentError(
        'klCategoricalCategorical',
        `expected equal numbers of classes, got ${a.shape.at(-1)} and ${b.shape.at(-1)}.`,
      );
    return sum(klTerms(a, b), -1);
  });
}

function read(where: string, side: FormulaOperand<LogitsOrProbs>): GivenLogitsOrProbs {
  checkKind(where, 'categorical', side);
  return 'parameters' in side ? (side as Categorical).parameters : logitsOrProbs(where, side as LogitsOrProbs);
}

/** Normalised log-probabilities [...batch, classes]. */
function logMass({ logits, probs }: GivenLogitsOrProbs): Tensor {
  if (logits) {
    const shifted = sub(logits.tensor(), stopGradient(max(logits.tensor(), -1, true)));
    return sub(shifted, logSumExp(shifted, -1, true));
  }
  const p = probs.tensor();
  const scaled = div(p, stopGradient(max(p, -1, true))); // in [0, 1], so that the sum neither overflows nor vanishes
  return sub(logOf(scaled), log(sum(scaled, -1, true)));
}

function logProb(given: GivenLogitsOrProbs, classes: number, value: Tensor | TensorLike): Tensor {
  const log = logMass(given); // [...batch, classes]
  const x = expandDims(cast(valueOf('categorical.logProb', value, log.shape.slice(0, -1)), 'float32'), -1);
  const same = equal(x, range(0, classes, 1, 'float32')); // [...sample, ...batch, classes]
  const hit = stopGradient(logicalAnd(same, logicalNot(excludes(log))));
  const chosen = sum(mul(cast(hit, 'float32'), finite(log)), -1);
  return choose(stopGradient(any(hit, -1)), chosen, Number.NEGATIVE_INFINITY);
}

function checkParameter({ logits, probs }: GivenLogitsOrProbs, classes: number): void {
  if (classes < 1)
    throw new ArgumentError('categorical', 'expected a last dimension of at least one class, [...batch, classes].');
  if (logits) requireValues('categorical.logits', logits, (l) => l < Infinity, 'numbers or −Infinity');
  else requireValues('categorical.probs', probs, (p) => p >= 0 && p < Infinity, 'finite numbers ≥ 0');
  requirePossible(logits ?? probs, classes, logits ? -Infinity : 0);
}

/** Throws when a row of host numbers excludes all classes. */
function requirePossible({ values }: Parameter, classes: number, excluded: number): void {
  values?.forEach((_, i) => {
    if (i % classes === 0 && values.subarray(i, i + classes).every((v) => v === excluded))
      throw new ArgumentError('categorical', `expected a possible class in each row, got none in row ${i / classes}.`);
  });
}
