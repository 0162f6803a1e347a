import { registerGradients } from '@jensenjs/gradients';
import '@jensenjs/gradients';
import { add, addN, clone, engine, keep, scalar, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { LossTerm, Metrics, Objective, ObjectiveResult } from '../contracts/objective';
import { ArgumentError } from '../errors';

/** What one evaluation of an objective gives. All tensors are owned by the caller, who calls `dispose` once. */
export interface Derivatives {
  /** Sum of all terms, []. */
  readonly loss: Tensor;
  /** One for each parameter, in their order. */
  readonly gradients: readonly Tensor[];
  readonly metrics: Metrics;
  readonly updates: readonly (readonly [Variable, Tensor])[];
  readonly dispose: () => void;
}

/**
 * The loss of an objective and its gradients, with one forward pass however many terms the loss has: their backward
 * passes run while the tape of the forward pass is still there.
 * @throws ArgumentError when the loss is not a scalar, trains a foreign variable or does not reach a parameter.
 */
export function differentiate(
  objective: Objective,
  compute: () => ObjectiveResult,
  beforeBackward?: (loss: Tensor, result: ObjectiveResult) => void,
): Derivatives {
  // tfjs-layers, when it is loaded, puts its own gradients in place of the corrected ones.
  registerGradients();
  const names = Object.keys(objective.parameters);
  const parameters = Object.values(objective.parameters);
  const held: Tensor[] = [];
  const dispose = (): void => {
    for (const value of held) value.dispose();
  };
  // Results of the forward pass outlive its scope. They may be the caller's own tensors, hence the clones.
  const hold = <T extends Tensor>(value: T): T => {
    const copy = keep(clone(value));
    held.push(copy);
    return copy;
  };
  const gradients: (Tensor | undefined)[] = parameters.map(() => undefined);
  const forward = (): { loss: Tensor; groups: readonly Group[]; metrics: Metrics; updates: Derivatives['updates'] } => {
    const result = compute();
    const groups = groupTerms(objective, result.loss);
    const loss = hold(total(groups.map((group) => group.loss)));
    const metrics = Object.fromEntries(
      Object.entries(result.metrics ?? {}).map(([name, value]) => [name, hold(value)] as const),
    );
    const updates = (result.updates ?? []).map(([variable, value]) => [variable, hold(value)] as const);
    beforeBackward?.(loss, { ...result, metrics, updates });
    return { loss, groups, metrics, updates };
  };
  try {
    let outcome: ReturnType<typeof forward> | undefined;
    if (parameters.length === 0) {
      tidy(() => {
        outcome = forward();
      });
    } else {
      const { grads } = engine().gradients(
        () => {
          outcome = forward();
          const [only] = outcome.groups;
          if (outcome.groups.length === 1 && only?.indices.length === parameters.length) return only.loss;
          for (const { loss, indices } of outcome.groups) {
            if (indices.length === 0) continue;
            const trained = indices.map((i) => parameters[i] as Variable);
            // Without a connection tfjs gives undefined, whatever its types say.
            const partial: (Tensor | undefined)[] = engine().gradients(() => loss, trained, undefined, true).grads;
            indices.forEach((index, i) => {
              const sum = gradients[index];
              const term = partial[i];
              if (term) gradients[index] = sum ? hold(add(sum, term)) : hold(term);
            });
          }
          return scalar(0);
        },
        parameters,
        undefined,
        true,
      );
      grads.forEach((gradient: Tensor | undefined, i) => {
        if (gradient) gradients[i] = hold(gradient);
      });
    }
    const unreached = names.filter((_, i) => !gradients[i]);
    if (unreached.length > 0)
      throw new ArgumentError(
        `objective ${objective.name}`,
        `the loss does not depend on ${unreached.join(', ')}. Use every parameter in the loss, or leave it out of ` +
          'the parameters. (A stopGradient, a comparison or a cast to integers on the way also cuts the dependence.)',
      );
    const { loss, metrics, updates } = outcome as ReturnType<typeof forward>;
    return { loss, gradients: gradients as Tensor[], metrics, updates, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

interface Group {
  readonly loss: Tensor;
  /** Places of the trained variables among the parameters, rising. */
  readonly indices: readonly number[];
}

/** Terms that train the same variables become one, so that one backward pass serves them. */
function groupTerms({ name, parameters }: Objective, loss: ObjectiveResult['loss']): Group[] {
  const places = new Map(Object.values(parameters).map((variable, i) => [variable, i]));
  const terms: readonly LossTerm[] = isTerms(loss) ? loss : [{ loss, parameters: [...places.keys()] }];
  if (terms.length === 0)
    throw new ArgumentError(`objective ${name}`, 'the loss is an empty list. Return a scalar or at least one term.');
  const groups = new Map<string, { losses: Tensor[]; indices: number[] }>();
  for (const term of terms) {
    if (term.loss.rank !== 0 || term.loss.dtype !== 'float32')
      throw new ArgumentError(
        `objective ${name}`,
        `a loss is ${term.loss.dtype} [${term.loss.shape.join(', ')}], and must be a float32 scalar. Take its mean over the batch.`,
      );
    const indices = [...new Set(term.parameters.map((variable) => places.get(variable) ?? -1))].sort((a, b) => a - b);
    if (indices[0] === -1)
      throw new ArgumentError(`objective ${name}`, 'a loss term trains a variable that is not among the parameters.');
    const group = groups.get(indices.join()) ?? { losses: [], indices };
    group.losses.push(term.loss);
    groups.set(indices.join(), group);
  }
  return [...groups.values()].map(({ losses, indices }) => ({
    loss: total(losses),
    indices,
  }));
}

function total(losses: readonly Tensor[]): Tensor {
  return losses.length === 1 ? (losses[0] as Tensor) : addN([...losses]);
}

function isTerms(loss: ObjectiveResult['loss']): loss is readonly LossTerm[] {
  return Array.isArray(loss);
}
