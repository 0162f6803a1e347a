import type { Distribution, ModelContext, Variables } from '@jensenjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Turns a network's output h into a distribution, knowing of its call what `context` says. */
export type HeadFunction<D extends Distribution = Distribution> = (h: Tensor, context: ModelContext) => D;

/** A head with variables of its own, for example the noise scale that all pixels share. */
export interface Head<D extends Distribution = Distribution> {
  readonly apply: HeadFunction<D>;
  /** Trained with the network before the head, by names that are unique within the head. */
  readonly parameters: Variables;
  /** Disposes the variables. The model that takes the head calls it. */
  readonly dispose: () => void;
}

/** Both forms of a head as one. */
export function asHead<D extends Distribution>(head: HeadFunction<D> | Head<D>): Head<D> {
  return typeof head === 'function' ? { apply: head, parameters: {}, dispose: () => {} } : head;
}
