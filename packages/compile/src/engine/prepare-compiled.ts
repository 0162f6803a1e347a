import {
  assertOneTfjs,
  type BatchSpec,
  checkObjectives,
  foldIn,
  type HostBatch,
  type Objective,
  ownedVariables,
  type PreparedEngine,
  takeBatch,
} from '@jensenjs/core';
import { firstAvailable } from '../runtime/first-available';
import type { Runtime } from '../runtime/runtime';
import { type Actor, createActor, type Stage } from './actor';
import { createLedger } from './ledger';
import { createLife } from './life';
import { createMirror } from './mirror';
import { createPlayers } from './player';
import { createTallies } from './tallies';

/**
 * Objectives on the first runtime that works.
 * @throws ArgumentError on objectives that cannot be run, UnsupportedError when no runtime works, when two copies of tfjs are
 * loaded, and on an optimiser or a constraint that cannot be compiled.
 */
export async function prepareCompiled(
  runtimes: readonly Runtime[],
  objectives: readonly Objective[],
  spec: BatchSpec,
): Promise<PreparedEngine> {
  assertOneTfjs('compiled');
  checkObjectives('compiled', objectives);
  const runtime = await firstAvailable('compiled', runtimes);
  const mirror = createMirror();
  const { players, memory } = await createPlayers(objectives, mirror);
  const tallies = createTallies();
  const ledger = createLedger(players, mirror, tallies);
  const life = createLife();
  const names = new Map([...ownedVariables(objectives)].map(([name, variable]) => [variable, `owned/${name}`]));
  const stage: Stage = { runtime, mirror, names, spec, memory, tallies, ...life };
  const actors: Actor[] = [];
  try {
    await mirror.refresh();
    for (const player of players) actors.push(await createActor(stage, player));
  } catch (error) {
    life.end();
    throw error;
  }
  return {
    step: ({ key, step, batches }) =>
      life.alone('step', async () => {
        const turns: (() => Promise<void>)[] = [];
        for (const [i, actor] of actors.entries()) {
          const { name, every = 1, repeat = 1 } = actor.player.objective;
          if (step % every !== 0) continue;
          for (let r = 0; r < repeat; r++) {
            const batch = takeBatch('compiled', name, batches, r, spec);
            const loss = await actor.lossFor(rowsOf(batch, spec));
            turns.push(() => actor.play(loss, { key: foldIn(foldIn(key, i), r), step, batch }));
          }
        }
        await mirror.refresh();
        for (const turn of turns) {
          life.assertAlive();
          await turn();
        }
      }),
    read: () => life.alone('read', async () => tallies.read()),
    capture: () =>
      life.alone('capture', async () => {
        await mirror.refresh();
        return ledger.snapshot().capture();
      }),
    snapshot: () => {
      life.assertIdle('snapshot');
      return ledger.snapshot();
    },
    restore: (state) => life.alone('restore', async () => ledger.restore(state)),
    sync: () =>
      life.alone('sync', async () => {
        await mirror.refresh();
        mirror.write();
      }),
    dispose: () => {
      if (life.isOver()) return;
      for (const actor of actors) actor.rollBack();
      mirror.write();
      life.end();
    },
  };
}

/** Number of examples in a batch that was checked. */
function rowsOf(batch: HostBatch, spec: BatchSpec): number {
  const [name] = Object.keys(spec);
  return (name === undefined ? undefined : batch[name]?.shape[0]) ?? 0;
}
