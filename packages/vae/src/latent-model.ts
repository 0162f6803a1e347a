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
import { asPart, type HeadFunction, type PriorFunction } from './part';
import type { VaeOptions } from './vae';

/** What a builder does on the way into a model's parts. */
export interface Entrance {
  /** The public function that builds, for errors. */
  readonly where: string;
  /** Looks at the context of every call of a prior that is a function. */
  readonly check: (context: ModelContext) => void;
  /** What the encoder gets for x. */
  readonly encoder: (x: Tensor, context: ModelContext) => Tensor;
  /** What the decoder gets for z. */
  readonly decoder: (z: Tensor, context: ModelContext) => Tensor;
}

/** p(z) p(x | z) with q(z | x) from networks and heads, with the checks of shapes that all builders share. */
export function latentModel<R extends boolean>(options: VaeOptions<R>, entrance: Entrance): LatentModel<R> {
  const { encoder, decoder } = options;
  const { where } = entrance;
  const [posterior, likelihood] = [asPart(options.posterior), asPart(options.likelihood)];
  const fixedPrior = isDistribution(options.prior) ? options.prior : undefined;
  const prior = asPart<PriorFunction>(isDistribution(options.prior) ? () => fixedPrior as Distribution : options.prior);
  const latent = fixedPrior?.eventShape;
  return {
    prior:
      fixedPrior ??
      ((context) => {
        entrance.check(context);
        return prior.apply(context);
      }),
    posterior: (x, context) => {
      const entered = entrance.encoder(x, context);
      const refusal = `the encoder refuses x ${formatShape(x.shape)}${entered === x ? '' : JOINED}`;
      const q = through(where, refusal, encoder, posterior.apply, entered, context);
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
      const entered = entrance.decoder(z, context);
      const refusal = `the decoder refuses z ${formatShape(z.shape)}${entered === z ? '' : JOINED}`;
      const p = through(where, refusal, decoder, likelihood.apply, entered, context);
      if (latent)
        expectShape(where, 'likelihood', 'batch', p.batchShape, z.shape.slice(0, batchRank), 'the batch of z');
      return p;
    },
    parameters: {
      generative: nameVariables({
        decoder: decoder.parameters,
        likelihood: likelihood.parameters,
        prior: prior.parameters,
      }),
      inference: nameVariables({ encoder: encoder.parameters, posterior: posterior.parameters }),
    },
    state: nameVariables({
      encoder: encoder.state,
      posterior: posterior.state,
      decoder: decoder.state,
      likelihood: likelihood.state,
      prior: prior.state,
    }),
    dispose: () => {
      for (const part of [encoder, posterior, decoder, likelihood, prior]) part.dispose();
    },
  };
}

/** A distribution has no `apply`, and parts have no densities. */
function isDistribution(prior: VaeOptions<boolean>['prior']): prior is Distribution {
  return 'logProb' in prior;
}

const JOINED = ', joined with the condition';

/** A network and the head on its output, each with a key of its own. The network's refusals begin with `refusal`. */
function through<D extends Distribution>(
  where: string,
  refusal: string,
  network: Module,
  head: HeadFunction<D>,
  x: Tensor,
  context: ModelContext,
): D {
  const [forNetwork, forHead] = split(context.key, 2);
  return head(applied(where, refusal, network, x, { ...context, key: forNetwork }), { ...context, key: forHead });
}

/** A network knows only its own input, and neither its part in the model nor what was joined. */
function applied(where: string, refusal: string, network: Module, x: Tensor, context: ModelContext): Tensor {
  const { training, key, updates } = context;
  try {
    return network.apply(x, { training, key, ...(updates && { updates }) });
  } catch (cause) {
    if (!(cause instanceof ArgumentError)) throw cause;
    throw new ArgumentError(where, `${refusal}: ${cause.message}`, { cause });
  }
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
