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
  const slots = parameters.map((parameter) => ownSlots(tidy(() => copySlots(objective.optimizer.init(parameter)))));
  return { objective, names: Object.keys(objective.parameters), parameters, slots, count: 0 };
}

/** Gives the player these slots, which become its own. */
export function replaceSlots(player: Player, slots: readonly Slots[]): void {
  const kept = new Set(slots.flatMap((named) => Object.values(ownSlots(named))));
  for (const value of player.slots.flatMap((named) => Object.values(named))) if (!kept.has(value)) value.dispose();
  player.slots = slots;
}

function ownSlots(slots: Slots): Slots {
  for (const value of Object.values(slots)) keep(value);
  return slots;
}

/** An optimiser may hand back its arguments; the copies are the player's alone. */
function copySlots(slots: Slots): Slots {
  return Object.fromEntries(Object.entries(slots).map(([name, value]) => [name, clone(value)] as const));
}
