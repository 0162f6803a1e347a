import { type Tensor, util, type Variable } from '@tensorflow/tfjs-core';
import type { Metrics, Objective } from '../contracts/objective';
import type { OptimizerArguments } from '../contracts/optimizer';
import { ArgumentError } from '../errors';
import type { Derivatives } from './differentiate';

/** A new value for a variable, and the name that its objective gives to it. */
export interface Proposal {
  readonly label: string;
  readonly variable: Variable;
  readonly value: Tensor;
}

/**
 * What an objective reports, by its name: the loss, unless it calls something else so itself, and its metrics.
 * @throws ArgumentError on a metric that is neither a scalar nor a vector [batch].
 */
export function reportedMetrics(name: string, { loss, metrics }: Pick<Derivatives, 'loss' | 'metrics'>): Metrics {
  const all: Metrics = metrics.loss ? metrics : { loss, ...metrics };
  for (const [metric, { rank, shape }] of Object.entries(all))
    if (rank > 1)
      throw new ArgumentError(
        `metric ${name}/${metric}`,
        `its shape is [${shape.join(', ')}]. Return a scalar, or a vector with one number for each example.`,
      );
  return all;
}

/** Those updates that change the objective's own state. @throws ArgumentError on a value of another shape or type. */
export function stateUpdates({ name, state }: Objective, updates: Derivatives['updates']): Proposal[] {
  const labels = labelsOf(state);
  return updates.flatMap(([variable, value]) => {
    const label = labels.get(variable);
    return label === undefined ? [] : [checked(name, { label, variable, value })];
  });
}

/**
 * What the objective's optimiser makes of its parameters and slots.
 * @throws ArgumentError when it returns too few parameters, or one of another shape or type.
 */
export function optimizerUpdate(
  { name, parameters, optimizer }: Objective,
  args: OptimizerArguments,
): ReturnType<Objective['optimizer']['update']> {
  const next = optimizer.update(args);
  Object.entries(parameters).forEach(([label, variable], i) => {
    const value = next.parameters[i];
    if (!value) throw new ArgumentError(`objective ${name}`, `its optimiser returned no value for ${label}.`);
    checked(name, { label, variable, value });
  });
  return next;
}

/** What the objective's constraint makes of its parameters. @throws ArgumentError when it assigns anything else. */
export function constraintValues({ name, parameters, constraint }: Objective): Proposal[] {
  if (!constraint) return [];
  const labels = labelsOf(parameters);
  return constraint(parameters).map(([variable, value]) => {
    const label = labels.get(variable);
    if (label === undefined)
      throw new ArgumentError(
        `objective ${name}`,
        'its constraint assigns a variable that is not among the parameters.',
      );
    return checked(name, { label, variable, value });
  });
}

const labelsOf = (variables: Objective['parameters']): Map<Variable, string> =>
  new Map(Object.entries(variables).map(([label, variable]) => [variable, label]));

function checked(objective: string, proposal: Proposal): Proposal {
  const { label, variable, value } = proposal;
  if (value.dtype === variable.dtype && util.arraysEqual(value.shape, variable.shape)) return proposal;
  throw new ArgumentError(
    `objective ${objective}`,
    `the new value of ${label} is ${value.dtype} [${value.shape.join(', ')}], ` +
      `and must be ${variable.dtype} [${variable.shape.join(', ')}].`,
  );
}
