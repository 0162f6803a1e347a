import { ArgumentError, DataError, type HostArray, type TrainingState } from '@jensenjs/core';
import { clone, keep, type Tensor, tensor, tidy, util, type Variable } from '@tensorflow/tfjs-core';
import type { Meter } from './meter';
import { type Player, replaceSlots } from './player';

/** The training state at one moment. Tensors are immutable, so holding it copies nothing. */
export interface Snapshot {
  readonly capture: () => Promise<TrainingState>;
  readonly dispose: () => void;
}

/** Names for everything that training changes, and ways to take it out and put it back. */
export interface Ledger {
  readonly snapshot: () => Snapshot;
  readonly restore: (state: TrainingState) => void;
}

export function createLedger(players: readonly Player[], meter: Meter): Ledger {
  const variables = nameVariables(players);
  const current = (): Map<string, Tensor> => {
    const all = new Map<string, Tensor>(variables);
    for (const { objective, names, slots } of players)
      slots.forEach((named, i) => {
        for (const [slot, value] of Object.entries(named))
          all.set(`${objective.name}/slots/${names[i]}/${slot}`, value);
      });
    return all;
  };
  const expected = players.reduce((size, { slots }) => size + slots.reduce((n, s) => n + Object.keys(s).length, 0), 0);
  if (current().size !== variables.size + expected)
    throw new ArgumentError(
      'eager',
      'two slots have one name in checkpoints. Rename the parameters that hold a slash.',
    );
  return {
    snapshot: () => takeSnapshot(current(), players, meter),
    restore: (state) => {
      const { metrics, arrays } = splitMetrics(state, players);
      checkState(arrays, current(), players);
      const fresh = (name: string): Tensor => {
        const { data, shape, dtype } = arrays[name] as HostArray;
        // The cpu backend keeps the array that it is given.
        return tensor(data.slice(), [...shape], dtype);
      };
      tidy(() => {
        for (const [name, variable] of variables) variable.assign(fresh(name));
      });
      for (const player of players) {
        const { objective, names } = player;
        const slots = player.slots.map((named, i) =>
          Object.fromEntries(
            Object.keys(named).map((slot) => [slot, fresh(`${objective.name}/slots/${names[i]}/${slot}`)]),
          ),
        );
        replaceSlots(player, slots);
        player.count = arrays[`${objective.name}/count`]?.data[0] as number;
      }
      meter.restore(metrics);
    },
  };
}

/** A variable that several objectives share is stored once, under the first of them. */
function nameVariables(players: readonly Player[]): Map<string, Variable> {
  const seen = new Set<Variable>();
  const named = new Map<string, Variable>();
  for (const { objective } of players)
    for (const group of ['parameters', 'state'] as const)
      for (const [label, variable] of Object.entries(objective[group])) {
        if (!seen.has(variable)) named.set(`${objective.name}/${group}/${label}`, variable);
        seen.add(variable);
      }
  return named;
}

function takeSnapshot(tensors: ReadonlyMap<string, Tensor>, players: readonly Player[], meter: Meter): Snapshot {
  const held = [...tensors].map(([name, value]) => [name, keep(clone(value))] as const);
  const counts = players.map(({ objective, count }) => [`${objective.name}/count`, count] as const);
  for (const [name, { sum, count }] of meter.tallies()) {
    const [objective, ...metric] = name.split('/');
    held.push([`${objective}/metrics/${metric.join('/')}/sum`, keep(clone(sum))]);
    counts.push([`${objective}/metrics/${metric.join('/')}/count`, count]);
  }
  return {
    capture: async () => {
      const arrays = await Promise.all(
        held.map(async ([name, value]): Promise<[string, HostArray]> => {
          const data = await value.data();
          return [name, { shape: value.shape, dtype: value.dtype as HostArray['dtype'], data: data.slice() }];
        }),
      );
      const numbers = counts.map(([name, count]): [string, HostArray] => [
        name,
        { shape: [], dtype: 'int32', data: Int32Array.of(count) },
      ]);
      return Object.fromEntries([...arrays, ...numbers]);
    },
    dispose: () => {
      for (const [, value] of held) value.dispose();
    },
  };
}

/** Takes the sums of metrics, which need not be there, out of a state. */
function splitMetrics(
  state: TrainingState,
  players: readonly Player[],
): { arrays: TrainingState; metrics: Map<string, { sum: number; count: number }> } {
  const metrics = new Map<string, { sum: number; count: number }>();
  const rest = { ...state };
  for (const { objective } of players) {
    const prefix = `${objective.name}/metrics/`;
    for (const name of Object.keys(state)) {
      if (!name.startsWith(prefix) || !name.endsWith('/sum')) continue;
      const metric = name.slice(prefix.length, -'/sum'.length);
      const sum = state[name];
      const count = state[`${prefix}${metric}/count`];
      if (sum?.data.length !== 1 || count?.data.length !== 1) continue;
      metrics.set(`${objective.name}/${metric}`, { sum: sum.data[0] as number, count: count.data[0] as number });
      delete rest[name];
      delete rest[`${prefix}${metric}/count`];
    }
  }
  return { arrays: rest, metrics };
}

function checkState(state: TrainingState, current: ReadonlyMap<string, Tensor>, players: readonly Player[]): void {
  const expected = new Map<string, { shape: readonly number[]; dtype: string }>(current);
  for (const { objective } of players) expected.set(`${objective.name}/count`, { shape: [], dtype: 'int32' });
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
