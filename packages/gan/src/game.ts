import type { Distribution, Module, ModuleContext, Objective, Optimizer, Variables } from '@jensenjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { AdversarialLoss } from './losses';

/** What a network of a game may know of its call. */
export interface PlayerContext extends ModuleContext {
  /** One-hot labels float32 [batch, classes], in a conditional game. */
  readonly condition?: Tensor;
}

/** A network that may depend on a condition. Every Module is one that does not. */
export interface Player extends Module {
  readonly apply: (x: Tensor, context?: PlayerContext) => Tensor;
}

export interface GanObjectivesOptions {
  /** Of the generator's parameters. */
  readonly generator: Optimizer;
  /** Of the discriminator's parameters. */
  readonly discriminator: Optimizer;
  /** Updates of D in each step, every one on a fresh batch, before the one of G; 1 when left out. */
  readonly discriminatorSteps?: number;
}

/** A generator and a discriminator with what they play for. */
export interface Gan {
  /** p(z), over vectors [latent]. */
  readonly prior: Distribution;
  /** G: z [batch, latent] to samples [batch, ...event]. It takes the condition from its context. */
  readonly generator: Player;
  /** D: x [batch, ...event] to logits [batch, 1] or [batch]. It takes the condition from its context. */
  readonly discriminator: Player;
  readonly loss: AdversarialLoss;
  /** Width of the condition; undefined in a game without one. */
  readonly classes?: number;
  readonly parameters: { readonly generator: Variables; readonly discriminator: Variables };
  /** Of both networks, as `generator/…` and `discriminator/…`. */
  readonly state: Variables;
  /**
   * How the game is trained (I. Goodfellow et al. 2014, algorithm 1): the objective `discriminator`, then `generator`. Both
   * take `batch.x` [batch, ...event], float32, and in a conditional game `batch.condition` [batch, classes].
   *
   * D sees data and samples in separate passes, so that batch statistics of one do not mix with the other's. Both
   * networks run in training mode in both objectives; each objective changes the state of its own network only, D's by the
   * pass of data and then that of samples. Metrics: `loss` of both, and of `discriminator` the mean outputs `real`,
   * D(x), and `fake`, D(G(z)).
   * @throws ArgumentError unless `discriminatorSteps` is a positive integer; by the objectives' losses when condition,
   * samples or logits do not have the shapes above.
   */
  readonly objectives: (options: GanObjectivesOptions) => readonly [discriminator: Objective, generator: Objective];
  /** Disposes the variables that the networks own. */
  readonly dispose: () => void;
}
