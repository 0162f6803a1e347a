import {
  checkState,
  type HostArray,
  ownedSlots,
  ownedVariables,
  splitMetrics,
  stateNames,
  type TrainingState,
} from '@jensenjs/core';
import { clone, keep, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Meter } from './meter';
import { type Player, replaceSlots } from './player';

/** The training state at one moment. Tensors are immutable, so holding it copies nothing. */
export interface Snapshot {
  readonly capture: () => Promise<TrainingState>;
  readonly dispose: () => void;
}

/** Takes out all that training changes, and puts it back. */
export interface Ledger {
  readonly snapshot: () => Snapshot;
  readonly restore: (state: TrainingState) => void;
}

/** @throws ArgumentError when two slots have one name. */
export function createLedger(players: readonly Player[], meter: Meter): Ledger {
  const objectives = players.map(({ objective }) => objective);
  const variables = ownedVariables(objectives);
  const current = (): Map<string, Tensor> => new Map<string, Tensor>([...variables, ...ownedSlots('eager', players)]);
  current();
  return {
    snapshot: () => takeSnapshot(current(), players, meter),
    restore: (state) => {
      const { metrics, arrays } = splitMetrics(state, objectives);
      checkState(arrays, current(), objectives);
      const fresh = (name: string): Tensor => {
        const { data, shape, dtype } = arrays[name] as HostArray;
        // The cpu backend keeps the array that it is given.
        return tensor(data.slice(), [...shape], dtype);
      };
      tidy(() => {
        for (const [name, variable] of variables) variable.assign(fresh(name));
        for (const player of players) {
          const { objective, names } = player;
          const slots = player.slots.map((named, i) =>
            Object.fromEntries(
              Object.keys(named).map((slot) => [
                slot,
                fresh(stateNames.slot(objective.name, names[i] as string, slot)),
              ]),
            ),
          );
          replaceSlots(player, slots);
          player.count = arrays[stateNames.count(objective.name)]?.data[0] as number;
        }
      });
      meter.restore(metrics);
    },
  };
}

function takeSnapshot(tensors: ReadonlyMap<string, Tensor>, players: readonly Player[], meter: Meter): Snapshot {
  const held = [...tensors].map(([name, value]) => [name, keep(clone(value))] as const);
  const counts = players.map(({ objective, count }) => [stateNames.count(objective.name), count] as const);
  for (const [name, { sum, count }] of meter.tallies()) {
    const [objective, ...metric] = name.split('/') as [string, ...string[]];
    held.push([stateNames.metric(objective, metric.join('/'), 'sum'), keep(clone(sum))]);
    counts.push([stateNames.metric(objective, metric.join('/'), 'count'), count]);
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
