import { util, type Variable } from '@tensorflow/tfjs-core';
import type { TrainingState } from '../contracts/engine';
import type { Objective } from '../contracts/objective';
import { ArgumentError, DataError } from '../errors';

/** What an engine keeps for an objective: for each parameter, in their order, its slots in the engine's own form. */
export interface Kept<T> {
  readonly objective: Objective;
  readonly slots: readonly Readonly<Record<string, T>>[];
}

/** Names in a training state. Engines that use them read each other's checkpoints. */
export const stateNames = {
  variable: (objective: string, group: 'parameters' | 'state', label: string): string =>
    `${objective}/${group}/${label}`,
  slot: (objective: string, parameter: string, slot: string): string => `${objective}/slots/${parameter}/${slot}`,
  /** Number of updates, int32 []. */
  count: (objective: string): string => `${objective}/count`,
  /** Sum of a metric since it was last read, and the number of values in it. */
  metric: (objective: string, metric: string, part: 'sum' | 'count'): string =>
    `${objective}/metrics/${metric}/${part}`,
} as const;

/** All variables that objectives train or update. One that several share is named once, by the first of them. */
export function ownedVariables(objectives: readonly Objective[]): Map<string, Variable> {
  const seen = new Set<Variable>();
  const named = new Map<string, Variable>();
  for (const { name, ...groups } of objectives)
    for (const group of ['parameters', 'state'] as const)
      for (const [label, variable] of Object.entries(groups[group])) {
        if (!seen.has(variable)) named.set(stateNames.variable(name, group, label), variable);
        seen.add(variable);
      }
  return named;
}

/** All slots by name. @throws ArgumentError when two have one name, which takes slashes in the names of slots. */
export function ownedSlots<T>(where: string, kept: readonly Kept<T>[]): Map<string, T> {
  const named = new Map<string, T>();
  for (const { objective, slots } of kept)
    Object.keys(objective.parameters).forEach((parameter, i) => {
      for (const [slot, value] of Object.entries(slots[i] ?? {})) {
        const name = stateNames.slot(objective.name, parameter, slot);
        if (named.has(name))
          throw new ArgumentError(
            where,
            'two slots have one name in checkpoints. Rename the parameters that hold a slash.',
          );
        named.set(name, value);
      }
    });
  return named;
}

/** The sums of metrics in a state, by `objective/metric`, and what else it holds. Metrics need not be there. */
export function splitMetrics(
  state: TrainingState,
  objectives: readonly Objective[],
): { readonly arrays: TrainingState; readonly metrics: Map<string, { readonly sum: number; readonly count: number }> } {
  const metrics = new Map<string, { sum: number; count: number }>();
  const rest = { ...state };
  for (const { name } of objectives) {
    const prefix = `${name}/metrics/`;
    for (const key of Object.keys(state)) {
      if (!key.startsWith(prefix) || !key.endsWith('/sum')) continue;
      const metric = key.slice(prefix.length, -'/sum'.length);
      const sum = state[key];
      const count = state[stateNames.metric(name, metric, 'count')];
      if (sum?.data.length !== 1 || count?.data.length !== 1) continue;
      metrics.set(`${name}/${metric}`, { sum: sum.data[0] as number, count: count.data[0] as number });
      delete rest[key];
      delete rest[stateNames.metric(name, metric, 'count')];
    }
  }
  return { arrays: rest, metrics };
}

/**
 * Refuses a state, without its metrics, that does not hold the owned variables and slots and the counts of the objectives.
 * @throws DataError that tells the first differences.
 */
export function checkState(
  state: TrainingState,
  owned: Iterable<readonly [string, { readonly shape: readonly number[]; readonly dtype: string }]>,
  objectives: readonly Objective[],
): void {
  const expected = new Map(owned);
  for (const { name } of objectives) expected.set(stateNames.count(name), { shape: [], dtype: 'int32' });
  const problems: string[] = [];
  for (const [name, { shape, dtype }] of expected) {
    const array = state[name];
    if (!array) problems.push(`${name} is missing`);
    else if (array.dtype !== dtype || !util.arraysEqual([...array.shape], [...shape]))
      problems.push(
        `${name} is ${array.dtype} [${array.shape.join(', ')}] there and ${dtype} [${shape.join(', ')}] here`,
      );
  }
  for (const name of Object.keys(state)) if (!expected.has(name)) problems.push(`${name} is not known here`);
  if (problems.length === 0) return;
  const shown = problems.slice(0, 5).join('; ');
  const more = problems.length > 5 ? `; and ${problems.length - 5} more` : '';
  throw new DataError('training state', `does not fit these objectives: ${shown}${more}. Nothing was changed.`);
}
