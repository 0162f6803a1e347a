import type { Objective, Slots } from '@jensenjs/core';
import { clone, keep, tidy, type Variable } from '@tensorflow/tfjs-core';

/** An objective with what the engine remembers for it. */
export interface Player {
  readonly objective: Objective;
  readonly names: readonly string[];
  readonly parameters: readonly Variable[];
  /** One for each parameter; kept tensors of the player's own. */
  slots: readonly Slots[];
  /** Updates so far. */
  count: number;
}

export function createPlayer(objective: Objective): Player {
  const parameters = Object.values(objective.parameters);
  const player: Player = { objective, names: Object.keys(objective.parameters), parameters, slots: [], count: 0 };
  tidy(() =>
    replaceSlots(
      player,
      parameters.map((parameter) => objective.optimizer.init(parameter)),
    ),
  );
  return player;
}

/** Gives the player copies of these slots: an optimiser may hand back its arguments, or one tensor twice. */
export function replaceSlots(player: Player, slots: readonly Slots[]): void {
  const before = player.slots.flatMap((named) => Object.values(named));
  player.slots = slots.map((named) =>
    Object.fromEntries(Object.entries(named).map(([name, value]) => [name, keep(clone(value))] as const)),
  );
  for (const value of before) value.dispose();
}
