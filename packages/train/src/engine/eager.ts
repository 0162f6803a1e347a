import {
  assertOneTfjs,
  type BatchSpec,
  checkObjectives,
  type Engine,
  foldIn,
  type Objective,
  type PreparedEngine,
  takeBatch,
} from '@jensenjs/core';
import { dispose, scalar } from '@tensorflow/tfjs-core';
import { createLedger } from './ledger';
import { createMeter } from './meter';
import { play } from './play';
import { createPlayer, replaceSlots } from './player';
import type { Probe } from './probe';
import { uploadBatch } from './upload-batch';

/**
 * Runs every operation as the objectives' code calls it, on the active tfjs backend. In each step objective number i
 * has the key foldIn(stepKey, i), folded once more by the number of the repetition.
 */
export function eager(): Engine {
  return { name: 'eager', prepare: async (objectives, spec) => prepareEager(objectives, spec) };
}

/**
 * The eager engine, watched by a probe if one is given.
 * @throws ArgumentError on objectives that cannot be run, UnsupportedError when two copies of tfjs are loaded.
 */
export function prepareEager(objectives: readonly Objective[], spec: BatchSpec, probe?: Probe): PreparedEngine {
  assertOneTfjs('eager');
  checkObjectives('eager', objectives);
  const players = objectives.map(createPlayer);
  const meter = createMeter();
  const ledger = createLedger(players, meter);
  return {
    step: ({ key, step, batches }) => {
      const uploads = new Map<number, ReturnType<typeof uploadBatch>>();
      const number = scalar(step, 'int32');
      try {
        players.forEach((player, i) => {
          const { name, every = 1, repeat = 1 } = player.objective;
          if (step % every !== 0) return;
          for (let r = 0; r < repeat; r++) {
            const batch = uploads.get(r) ?? uploadBatch(takeBatch('eager', name, batches, r, spec), spec);
            uploads.set(r, batch);
            for (const [array, value] of Object.entries(batch))
              if (value) probe?.tensor(`${array} of the batch`, value);
            play(player, { key: foldIn(foldIn(key, i), r), batch, step: number, meter, probe });
          }
        });
      } finally {
        dispose([number, ...uploads.values()]);
      }
    },
    read: () => meter.read(),
    capture: async () => {
      const snapshot = ledger.snapshot();
      try {
        return await snapshot.capture();
      } finally {
        snapshot.dispose();
      }
    },
    snapshot: () => ledger.snapshot(),
    restore: async (state) => ledger.restore(state),
    sync: async () => undefined,
    dispose: () => {
      meter.dispose();
      for (const player of players) replaceSlots(player, []);
    },
  };
}
