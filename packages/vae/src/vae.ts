import {
  ArgumentError,
  type Distribution,
  formatShape,
  type LatentModel,
  type ModelContext,
  type Module,
  nameVariables,
  sameShape,
  split,
} from '@jensenjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';

export interface VaeOptions<R extends boolean> {
  /** p(z), or p(z | condition). */
  readonly prior: Distribution | ((context: ModelContext) => Distribution);
  /** x [batch, ...] to the posterior's parameters. */
  readonly encoder: Module;
  /** q(z | x) from the encoder's output, with batch shape [batch] and the prior's event shape. */
  readonly posterior: (h: Tensor, context: ModelContext) => Distribution<R>;
  /** z [...samples, batch, ...latent] to the likelihood's parameters. */
  readonly decoder: Module;
  /** p(x | z) from the decoder's output, with batch shape [...samples, batch] and the shape of an x as event. */
  readonly likelihood: (h: Tensor, context: ModelContext) => Distribution;
}

/**
 * A variational auto-encoder of your own networks (D. Kingma & M. Welling 2014; D. Rezende et al. 2014): p(z) p(x | z) with
 * q(z | x). Its variables are named `encoder/…`, in the group `inference`, and `decoder/…`, in `generative`. Heads see
 * the context of their call, for example `condition`. The networks' variables are disposed with the model.
 *
 * `posterior` and `likelihood` are to be called inside tf.tidy: distributions borrow the tensors that networks made.
 * @throws ArgumentError, by `posterior` and `likelihood`, when shapes of networks, heads and prior do not fit.
 */
export function vae<R extends boolean>(options: VaeOptions<R>): LatentModel<R> {
  const { prior, encoder, decoder } = options;
  const latent = typeof prior === 'function' ? undefined : prior.eventShape;
  return {
    prior,
    posterior: (x, context) => {
      const q = through(encoder, options.posterior, x, context);
      checkShape('posterior', 'batch', q.batchShape, x.shape.slice(0, 1), 'the batch of x');
      if (latent) checkShape('posterior', 'event', q.eventShape, latent, 'the prior');
      return q;
    },
    likelihood: (z, context) => {
      const batchRank = z.shape.length - (latent?.length ?? 0);
      if (latent && !sameShape(z.shape.slice(batchRank), latent))
        throw new ArgumentError(
          'vae',
          `expected z of shape [${['...batch', ...latent].join(', ')}], as the prior, got ${formatShape(z.shape)}.`,
        );
      const p = through(decoder, options.likelihood, z, context);
      if (latent) checkShape('likelihood', 'batch', p.batchShape, z.shape.slice(0, batchRank), 'the batch of z');
      return p;
    },
    parameters: {
      generative: nameVariables({ decoder: decoder.parameters }),
      inference: nameVariables({ encoder: encoder.parameters }),
    },
    state: nameVariables({ encoder: encoder.state, decoder: decoder.state }),
    dispose: () => {
      encoder.dispose();
      decoder.dispose();
    },
  };
}

/** A network and the head on its output, each with a key of its own. */
function through<D>(
  network: Module,
  head: (h: Tensor, context: ModelContext) => D,
  x: Tensor,
  context: ModelContext,
): D {
  const { training, updates } = context;
  const [forNetwork, forHead] = split(context.key, 2);
  const h = network.apply(x, { training, key: forNetwork, ...(updates && { updates }) });
  return head(h, { ...context, key: forHead });
}

function checkShape(
  part: string,
  which: string,
  got: readonly number[],
  expected: readonly number[],
  source: string,
): void {
  if (!sameShape(got, expected))
    throw new ArgumentError(
      'vae',
      `expected a ${part} of ${which} shape ${formatShape(expected)}, as ${source}, got ${formatShape(got)}.` +
        ` Change the width of the network before the ${part}, or the head.`,
    );
}
