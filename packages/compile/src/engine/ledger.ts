import {
  checkState,
  type HostArray,
  ownedSlots,
  ownedVariables,
  type PreparedEngine,
  splitMetrics,
  stateNames,
  type TrainingState,
} from '@jensenjs/core';
import { clone, keep, type Variable } from '@tensorflow/tfjs-core';
import { toData } from '../graph/constants';
import type { Mirror } from './mirror';
import type { Player } from './player';
import type { Tallies } from './tallies';

type Snapshot = ReturnType<NonNullable<PreparedEngine['snapshot']>>;

/** Takes out all that training changes, and puts it back. */
export interface Ledger {
  /** The state at this moment, copied. */
  readonly snapshot: () => Snapshot;
  /** @throws DataError when the state does not fit. */
  readonly restore: (state: TrainingState) => void;
}

/** @throws ArgumentError when two slots have one name. */
export function createLedger(players: readonly Player[], mirror: Mirror, tallies: Tallies): Ledger {
  const objectives = players.map(({ objective }) => objective);
  const variables = ownedVariables(objectives);
  const slots = ownedSlots('compiled', players);
  const arrays = new Map<string, HostArray>(slots);
  for (const [name, variable] of variables)
    arrays.set(name, {
      shape: variable.shape,
      dtype: variable.dtype as HostArray['dtype'],
      data: mirror.hold(name, variable),
    });
  return {
    snapshot: () => takeSnapshot(arrays, variables, mirror, scalars(players, tallies)),
    restore: (state) => {
      const { metrics, arrays: given } = splitMetrics(state, objectives);
      checkState(given, arrays, objectives);
      for (const [name, { data }] of arrays) data.set((given[name] as HostArray).data);
      for (const player of players) player.count = given[stateNames.count(player.objective.name)]?.data[0] as number;
      mirror.claim(variables.values());
      tallies.restore(metrics);
    },
  };
}

function takeSnapshot(
  arrays: ReadonlyMap<string, HostArray>,
  variables: ReadonlyMap<string, Variable>,
  mirror: Mirror,
  numbers: TrainingState,
): Snapshot {
  const copies: Record<string, HostArray> = { ...numbers };
  const foreign: (readonly [string, Variable])[] = [];
  for (const [name, { shape, dtype, data }] of arrays) {
    const variable = variables.get(name);
    if (variable && mirror.isForeign(variable)) foreign.push([name, variable]);
    else copies[name] = { shape, dtype, data: data.slice() };
  }
  // What someone else has assigned is not on the host yet, and reading takes time.
  const held = foreign.map(([name, variable]) => [name, keep(clone(variable))] as const);
  return {
    capture: async () => {
      const state = Object.entries(copies).map(
        ([name, array]) => [name, { ...array, data: array.data.slice() }] as const,
      );
      const read = held.map(async ([name, value]) => {
        const dtype = value.dtype as HostArray['dtype'];
        return [name, { shape: value.shape, dtype, data: toData(await value.data(), dtype).slice() }] as const;
      });
      return Object.fromEntries([...state, ...(await Promise.all(read))]);
    },
    dispose: () => {
      for (const [, value] of held) value.dispose();
    },
  };
}

/** Counts of updates, and what the metrics add up to. */
function scalars(players: readonly Player[], tallies: Tallies): TrainingState {
  const all: [string, HostArray][] = [];
  const add = (name: string, dtype: 'float32' | 'int32', value: number): void => {
    all.push([name, { shape: [], dtype, data: toData([value], dtype) }]);
  };
  for (const { objective, count } of players) add(stateNames.count(objective.name), 'int32', count);
  for (const [name, { sum, count }] of tallies.entries()) {
    const [objective, ...metric] = name.split('/') as [string, ...string[]];
    add(stateNames.metric(objective, metric.join('/'), 'sum'), 'float32', sum);
    add(stateNames.metric(objective, metric.join('/'), 'count'), 'int32', count);
  }
  return Object.fromEntries(all);
}
