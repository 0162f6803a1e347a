import type { Distribution, LatentModel, Module } from '@jensenjs/core';
import { latentModel } from './latent-model';
import type { HeadFunction, Part, PriorFunction } from './part';

/** Networks and heads of a model. Each head, and the prior, may be a `Part`, which brings variables of its own. */
export interface VaeOptions<R extends boolean> {
  /** p(z), or p(z | condition). */
  readonly prior: Distribution | PriorFunction | Part<PriorFunction>;
  /** x [batch, ...] to the posterior's parameters. */
  readonly encoder: Module;
  /** q(z | x) from the encoder's output, with batch shape [batch] and the prior's event shape. */
  readonly posterior: HeadFunction<Distribution<R>> | Part<HeadFunction<Distribution<R>>>;
  /** z [...samples, batch, ...latent] to the likelihood's parameters. */
  readonly decoder: Module;
  /** p(x | z) from the decoder's output, with batch shape [...samples, batch] and the shape of an x as event. */
  readonly likelihood: HeadFunction | Part<HeadFunction>;
}

/**
 * A variational auto-encoder of your own networks (D. Kingma & M. Welling 2014; D. Rezende et al. 2014): p(z) p(x | z) with
 * q(z | x). Its variables are named by their part: `encoder/…` and `posterior/…` in the group `inference`, `decoder/…`,
 * `likelihood/…` and `prior/…` in `generative`. Heads see the context of their call, for example `condition`. The
 * variables of networks and parts are disposed with the model.
 *
 * `posterior` and `likelihood` are to be called inside tf.tidy: distributions borrow the tensors that networks made.
 * @throws ArgumentError, by `posterior` and `likelihood`, when shapes of networks, heads and prior do not fit.
 */
export function vae<R extends boolean>(options: VaeOptions<R>): LatentModel<R> {
  return latentModel(options, { where: 'vae', check: () => {}, encoder: (x) => x, decoder: (z) => z });
}
