import { ArgumentError, formatShape, type Key, sameShape, split, type Updates } from '@jensenjs/core';
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { Gan, PlayerContext } from './game';

/** How a network is to be called. */
export interface Call {
  /** The public function that asks, for errors. */
  readonly where: string;
  readonly key: Key;
  readonly training: boolean;
  readonly condition: Tensor | undefined;
  /** Where changes of the network's state go; without it they are dropped. */
  readonly updates?: Updates;
}

function contextOf({ training, condition, updates }: Call, key: Key): PlayerContext {
  return { training, key, ...(condition && { condition }), ...(updates && { updates }) };
}

/** G(z) for `n` draws of z from the prior, [n, ...event]. */
export function drawFakes({ prior, generator }: Gan, n: number, call: Call): Tensor {
  const [forZ, forGenerator] = split(call.key, 2);
  const z = prior.sample(forZ, [n]); // [n, latent]
  const what = `the generator refuses z ${formatShape(z.shape)} of the prior, over ${formatShape(prior.eventShape)}`;
  return naming(call, what, () => generator.apply(z, contextOf(call, forGenerator)));
}

/** D's logits for x [batch, ...event], [batch]. */
export function judge({ discriminator }: Gan, x: Tensor, call: Call): Tensor {
  const what = `the discriminator refuses x ${formatShape(x.shape)}`;
  const logits = naming(call, what, () => discriminator.apply(x, contextOf(call, call.key)));
  const batch = x.shape[0] ?? 0;
  if (!sameShape(logits.shape, [batch, 1]) && !sameShape(logits.shape, [batch]))
    throw new ArgumentError(
      call.where,
      `expected the discriminator to give logits [${batch}, 1] or [${batch}], got ${formatShape(logits.shape)}.` +
        ' Give it an output of width 1.',
    );
  return reshape(logits, [batch]);
}

/** A network knows only its own input: its refusals are told with what it was to be given, the condition included. */
function naming({ where, condition }: Call, what: string, apply: () => Tensor): Tensor {
  try {
    return apply();
  } catch (cause) {
    if (!(cause instanceof ArgumentError)) throw cause;
    const joined = condition ? `, joined with the condition ${formatShape(condition.shape)}` : '';
    throw new ArgumentError(where, `${what}${joined}: ${cause.message}`, { cause });
  }
}
