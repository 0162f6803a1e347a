import type { BatchSpec, HostBatch, Key } from '@jensenjs/core';
import type { Data } from '../graph/graph';
import { loadConstraint } from './constraint-program';
import type { Life } from './life';
import type { Workshop } from './load-traced';
import { type LossProgram, loadLoss } from './loss-program';
import type { Player } from './player';
import type { Tallies } from './tallies';
import { loadUpdate } from './update';

/** What the parts of an engine share. */
export interface Stage extends Workshop, Pick<Life, 'own' | 'assertAlive'> {
  readonly spec: BatchSpec;
  readonly memory: WebAssembly.Memory;
  readonly tallies: Tallies;
}

/** An objective that can be played. */
export interface Actor {
  readonly player: Player;
  /** The program for batches of so many rows, made when they are first met. */
  readonly lossFor: (rows: number) => Promise<LossProgram>;
  /** One gradient step: derivatives, the optimiser's update, updates of state, the constraint. What fails changes nothing. */
  readonly play: (
    loss: LossProgram,
    turn: { readonly key: Key; readonly step: number; readonly batch: HostBatch },
  ) => Promise<void>;
  /** Takes back a step that is half done. */
  readonly rollBack: () => void;
}

/** Loads what does not depend on batches. */
export async function createActor(stage: Stage, player: Player): Promise<Actor> {
  const { mirror, tallies, own, assertAlive } = stage;
  const { objective } = player;
  const update = await own(loadUpdate(stage, stage.memory, player));
  const constraint = objective.constraint ? await own(loadConstraint(stage, player)) : undefined;
  const losses = new Map<number, LossProgram>();
  const variables = [...Object.values(objective.parameters), ...Object.values(objective.state)];
  const state = Object.entries(objective.state).map(([label, variable]) => mirror.hold(label, variable));
  const copies = constraint && createCopies(player, state);
  let isHalfDone = false;
  const rollBack = (): void => {
    if (isHalfDone) copies?.restore();
    isHalfDone = false;
  };
  return {
    player,
    lossFor: async (rows) => {
      const loss = losses.get(rows) ?? (await own(loadLoss(stage, player, stage.spec, rows)));
      losses.set(rows, loss);
      return loss;
    },
    play: async (loss, turn) => {
      await loss.run(turn);
      assertAlive();
      const computing = update.prepare(objective.optimizer.learningRate(player.count), player.count + 1);
      if (computing) {
        await computing;
        assertAlive();
      }
      copies?.take();
      update.commit();
      for (const { target, value } of loss.updates) target.set(value);
      if (constraint) {
        isHalfDone = true;
        try {
          await constraint.prepare();
          assertAlive();
        } catch (error) {
          rollBack();
          throw error;
        }
        isHalfDone = false;
        constraint.commit();
      }
      player.count += 1;
      loss.metrics.forEach(({ name, count }, i) => tallies.add(name, loss.sums[i] as number, count));
      for (const variable of variables) mirror.mark(variable);
    },
    rollBack,
  };
}

/** Keeps the numbers that a step changes, to bring them back. */
function createCopies({ values, slots }: Player, state: readonly Data[]): { take: () => void; restore: () => void } {
  const arrays = [...values, ...slots.flatMap((named) => Object.values(named).map(({ data }) => data)), ...state];
  const copies = arrays.map((array) => array.slice());
  return {
    take: () => copies.forEach((copy, i) => copy.set(arrays[i] as Data)),
    restore: () => copies.forEach((copy, i) => arrays[i]?.set(copy)),
  };
}
