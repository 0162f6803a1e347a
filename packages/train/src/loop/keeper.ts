import { ArgumentError, type PreparedEngine, type TrainingState } from '@jensenjs/core';
import type { Checkpoint } from '../checkpoints/checkpoint';
import type { TrainOptions } from './options';
import type { Plan } from './plan';

/** Decides what is kept of a run, and keeps it. */
export interface Keeper {
  /** Whether the series gets a checkpoint of this step in any case: a function of the step alone, wherever runs were stopped. */
  readonly isDue: (step: number) => boolean;
  /** Puts a checkpoint aside until it is known that its report was taken. */
  readonly propose: (moment: Moment) => void;
  /** Writes what was put aside: when it is due or the best, and when the loop is left or training stops. */
  readonly settle: (leaving: boolean) => Promise<void>;
  /** Brings back the values of the best validation, where that was asked for. */
  readonly restoreBest: (bestStep: number) => Promise<void>;
}

interface Moment {
  readonly checkpoint: Omit<Checkpoint, 'state'>;
  /** Captured already, where it had to be. */
  readonly state: TrainingState | undefined;
  readonly isDue: boolean;
  readonly isBest: boolean;
}

export function createKeeper(
  { checkpoints, earlyStopping }: TrainOptions,
  plan: Plan,
  prepared: PreparedEngine,
): Keeper {
  const store = checkpoints?.store;
  let best: TrainingState | undefined;
  let moment: Moment | undefined;
  return {
    isDue: (step) => {
      if (!checkpoints || !plan.isReported(step)) return false;
      const { everySteps, everyEpochs = everySteps === undefined ? 1 : undefined } = checkpoints;
      const count = (steps: number): number => (everySteps === undefined ? 0 : Math.floor(steps / everySteps));
      if (count(step) > count(plan.previousReport(step))) return true;
      return everyEpochs !== undefined && step % (plan.stepsPerEpoch * everyEpochs) === 0;
    },
    propose: (proposed) => {
      moment = proposed;
    },
    settle: async (leaving) => {
      if (!moment) return;
      const { checkpoint, state: captured, isDue, isBest } = moment;
      moment = undefined;
      if (!isBest && !(store && (isDue || leaving))) return;
      const state = captured ?? (await prepared.capture());
      if (isBest && !store) best = state;
      if (isBest) await store?.save({ ...checkpoint, state }, 'best');
      if (!isDue && !leaving) return;
      await store?.save({ ...checkpoint, state });
    },
    restoreBest: async (bestStep) => {
      if (!earlyStopping?.restoreBest) return;
      const state = best ?? (await store?.load('best'))?.state;
      if (!state)
        throw new ArgumentError(
          'train',
          `the best values, those of step ${bestStep}, are not known to a resumed run without the store that holds them.`,
        );
      await prepared.restore(state);
    },
  };
}
