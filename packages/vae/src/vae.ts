import type { Distribution, LatentModel, ModelContext, Module } from '@jensenjs/core';
import type { Head, HeadFunction } from './head';
import { latentModel } from './latent-model';

export interface VaeOptions<R extends boolean> {
  /** p(z), or p(z | condition). Variables that a function reads are trained by nothing unless you name them yourself. */
  readonly prior: Distribution | ((context: ModelContext) => Distribution);
  /** x [batch, ...] to the posterior's parameters. */
  readonly encoder: Module;
  /** q(z | x) from the encoder's output, with batch shape [batch] and the prior's event shape. */
  readonly posterior: HeadFunction<Distribution<R>>;
  /** z [...samples, batch, ...latent] to the likelihood's parameters. */
  readonly decoder: Module;
  /**
   * p(x | z) from the decoder's output, with batch shape [...samples, batch] and the shape of an x as event: a function,
   * or a `Head` where the likelihood has variables of its own, as `learnedGaussianPixels` makes.
   */
  readonly likelihood: HeadFunction | Head;
}

/**
 * A variational auto-encoder of your own networks (D. Kingma & M. Welling 2014; D. Rezende et al. 2014): p(z) p(x | z) with
 * q(z | x). Its variables are named `encoder/…`, in the group `inference`, and `decoder/…` and `likelihood/…`, in
 * `generative`. Heads see the context of their call, for example `condition`. The variables of the networks and of the
 * likelihood are disposed with the model.
 *
 * `posterior` and `likelihood` are to be called inside tf.tidy: distributions borrow the tensors that networks made.
 * @throws ArgumentError, by `posterior` and `likelihood`, when shapes of networks, heads and prior do not fit.
 */
export function vae<R extends boolean>(options: VaeOptions<R>): LatentModel<R> {
  return latentModel(options, { where: 'vae', encoder: (x) => x, decoder: (z) => z });
}
