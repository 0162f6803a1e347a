import { add, clone, neg, relu, sigmoid, softplus, sub, type Tensor } from '@tensorflow/tfjs-core';

/**
 * What the two players of a game minimise, as a pair of functions of the discriminator's logits. Every argument and result
 * is [batch]: one number per example, never reduced. A loss of your own is an object of this shape.
 */
export interface AdversarialLoss {
  /** Which loss this is, for error messages and reports. */
  readonly name: string;
  /** What D minimises, from its logits of data and of G's samples. */
  readonly discriminator: (real: Tensor, fake: Tensor) => Tensor;
  /** What G minimises, from D's logits of G's samples. */
  readonly generator: (fake: Tensor) => Tensor;
  /** D(x) as metrics show it: a probability where logits stand for one, else the score itself. */
  readonly output: (logits: Tensor) => Tensor;
}

// With D(x) = σ(f(x)): −log D = softplus(−f) and −log(1 − D) = softplus(f), finite for every finite logit f.

/** The cross-entropy of telling data from samples, −log D(x) − log(1 − D(G(z))), nats. */
function crossEntropy(real: Tensor, fake: Tensor): Tensor {
  return add(softplus(neg(real)), softplus(fake));
}

/**
 * The two-player minimax game (I. Goodfellow et al. 2014, equation 1). D minimises −log D(x) − log(1 − D(G(z))) and
 * G minimises log(1 − D(G(z))), nats. The gradient that G gets through a logit is −D(G(z)): it vanishes where D is
 * sure, as at the start of training. `nonSaturating` has the remedy.
 */
export function minimax(): AdversarialLoss {
  return {
    name: 'minimax',
    discriminator: crossEntropy,
    generator: (fake) => neg(softplus(fake)),
    output: sigmoid,
  };
}

/**
 * The game with the generator loss of I. Goodfellow et al. (2014, section 3): D's is that of `minimax` and G minimises
 * −log D(G(z)), nats. The gradient that G gets through a logit is −(1 − D(G(z))): full where D is sure.
 */
export function nonSaturating(): AdversarialLoss {
  return {
    name: 'non-saturating',
    discriminator: crossEntropy,
    generator: (fake) => softplus(neg(fake)),
    output: sigmoid,
  };
}

/**
 * The hinge loss (J. Lim & J. Ye 2017; T. Miyato et al. 2018, equations 16 and 17). D minimises
 * max(0, 1 − f(x)) + max(0, 1 + f(G(z))) and G minimises −f(G(z)), for D's score f.
 */
export function hinge(): AdversarialLoss {
  return {
    name: 'hinge',
    discriminator: (real, fake) => add(relu(sub(1, real)), relu(add(1, fake))),
    generator: neg,
    output: clone,
  };
}
