import type { Engine } from '@jensenjs/core';
import type { Runtime } from '../runtime/runtime';
import { prepareCompiled } from './prepare-compiled';

/**
 * An engine that traces each objective, once for every size of batch that it meets, and runs what it computes, gradients included,
 * as one graph on the first of these runtimes that works. The optimisers of `@jensenjs/train` update all parameters in one pass
 * over memory, others as a graph of their own.
 *
 * It gives the numbers of `eager()`, but for rounding, from the same keys, and their checkpoints are alike: either goes on from
 * one of the other. Objectives, optimisers and constraints must be pure, as their contracts say: they are called when they are
 * traced, not at every step.
 *
 * The engine keeps the variables of the objectives elsewhere: they hold their present values after `sync` and after `dispose`.
 * A variable that is assigned between steps, one of theirs or any other that they read, has its new value from the next step
 * on.
 */
export function compiled(...runtimes: readonly Runtime[]): Engine {
  return { name: 'compiled', prepare: (objectives, spec) => prepareCompiled(runtimes, objectives, spec) };
}
