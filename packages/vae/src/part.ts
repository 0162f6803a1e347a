import type { Distribution, ModelContext, Variables } from '@jensenjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** p(z), or p(z | condition), for a call of which `context` tells. */
export type PriorFunction = (context: ModelContext) => Distribution;

/** Turns a network's output h into a distribution, for a call of which `context` tells. */
export type HeadFunction<D extends Distribution = Distribution> = (h: Tensor, context: ModelContext) => D;

/**
 * A prior or head with variables of its own: the noise scale that all pixels share, the network of a conditional prior.
 * A network serves as `{ ...network, apply: (context) => … network.apply(…) }`.
 */
export interface Part<F> {
  readonly apply: F;
  /** Trained with the model, by names that are unique within the part. */
  readonly parameters: Variables;
  /** Changed by updates only; none when left out. */
  readonly state?: Variables;
  /** Disposes the variables. The model that takes the part calls it. */
  readonly dispose: () => void;
}

/** A function as a part without variables; a part as it is. */
export function asPart<F extends (...args: never) => unknown>(part: F | Part<F>): Required<Part<F>> {
  return typeof part === 'function'
    ? { apply: part, parameters: {}, state: {}, dispose: () => {} }
    : { ...part, state: part.state ?? {} };
}
