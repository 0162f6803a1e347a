import {
  ArgumentError,
  formatShape,
  type LatentModel,
  type ModelContext,
  type Module,
  nameVariables,
  sameShape,
  split,
} from '@jensenjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { asHead, type HeadFunction } from './head';
import type { VaeOptions } from './vae';

/** What a builder does with x and z before they enter their networks. */
export interface Inputs {
  /** The public function that builds, for errors. */
  readonly where: string;
  readonly encoder: (x: Tensor, context: ModelContext) => Tensor;
  readonly decoder: (z: Tensor, context: ModelContext) => Tensor;
}

/** p(z) p(x | z) with q(z | x) from networks and heads, with the checks of shapes that all builders share. */
export function latentModel<R extends boolean>(options: VaeOptions<R>, inputs: Inputs): LatentModel<R> {
  const { prior, encoder, decoder } = options;
  const { where } = inputs;
  const likelihood = asHead(options.likelihood);
  const latent = typeof prior === 'function' ? undefined : prior.eventShape;
  return {
    prior,
    posterior: (x, context) => {
      const q = through(encoder, options.posterior, inputs.encoder(x, context), context);
      expectShape(where, 'posterior', 'batch', q.batchShape, x.shape.slice(0, 1), 'the batch of x');
      if (latent) expectShape(where, 'posterior', 'event', q.eventShape, latent, 'the prior');
      return q;
    },
    likelihood: (z, context) => {
      const batchRank = z.shape.length - (latent?.length ?? 0);
      if (latent && !sameShape(z.shape.slice(batchRank), latent))
        throw new ArgumentError(
          where,
          `expected z of shape [${['...batch', ...latent].join(', ')}], as the prior, got ${formatShape(z.shape)}.`,
        );
      const p = through(decoder, likelihood.apply, inputs.decoder(z, context), context);
      if (latent)
        expectShape(where, 'likelihood', 'batch', p.batchShape, z.shape.slice(0, batchRank), 'the batch of z');
      return p;
    },
    parameters: {
      generative: nameVariables({ decoder: decoder.parameters, likelihood: likelihood.parameters }),
      inference: nameVariables({ encoder: encoder.parameters }),
    },
    state: nameVariables({ encoder: encoder.state, decoder: decoder.state }),
    dispose: () => {
      encoder.dispose();
      decoder.dispose();
      likelihood.dispose();
    },
  };
}

/** A network and the head on its output, each with a key of its own. */
function through<D extends ReturnType<HeadFunction>>(
  network: Module,
  head: HeadFunction<D>,
  x: Tensor,
  context: ModelContext,
): D {
  const { training, updates } = context;
  const [forNetwork, forHead] = split(context.key, 2);
  const h = network.apply(x, { training, key: forNetwork, ...(updates && { updates }) });
  return head(h, { ...context, key: forHead });
}

function expectShape(
  where: string,
  part: string,
  which: string,
  got: readonly number[],
  expected: readonly number[],
  source: string,
): void {
  if (!sameShape(got, expected))
    throw new ArgumentError(
      where,
      `expected a ${part} of ${which} shape ${formatShape(expected)}, as ${source}, got ${formatShape(got)}.` +
        ` Change the width of the network before the ${part}, or the head.`,
    );
}
