import type { Built } from '@jensenjs/app-models';
import type { Engine, Key } from '@jensenjs/core';
import { batches, type Dataset } from '@jensenjs/data';
import { type Report, train } from '@jensenjs/train';

/** Training that can be paused and gone on with. */
export interface Trainer {
  /** Trains until paused. */
  readonly run: () => void;
  /** Resolves, when the steps until the next report are done, to the number of steps. */
  readonly pause: () => Promise<number>;
}

export interface TrainerOptions {
  readonly key: Key;
  readonly engine: Engine;
  readonly built: Built;
  readonly images: Dataset;
  readonly batch: number;
  /** Steps between reports. */
  readonly reportEvery: number;
  /** Asked before every update, so that it can be changed while training. */
  readonly learningRate: () => number;
  readonly onReport: (report: Report) => void;
  readonly onFailure: (error: unknown) => void;
}

/** More steps than anybody waits for: training ends when it is paused. */
const ENDLESS = 1_000_000_000;

export function createTrainer(options: TrainerOptions): Trainer {
  const { key, engine, built, images, batch, reportEvery, learningRate, onReport, onFailure } = options;
  const reports = train({
    key,
    engine,
    batches: batches(images, { size: batch, ...built.batchOptions }),
    objectives: built.objectives(learningRate),
    steps: ENDLESS,
    reportEvery,
  });
  let running = false;
  const isRunning = (): boolean => running;
  let turn: Promise<void> | undefined;
  let step = 0;
  const advance = async (): Promise<void> => {
    while (isRunning()) {
      const { value, done } = await reports.next();
      if (done) return;
      step = value.step;
      onReport(value);
    }
  };
  return {
    run: () => {
      running = true;
      turn ??= advance()
        .catch(onFailure)
        .finally(() => {
          turn = undefined;
        });
    },
    pause: async () => {
      running = false;
      await turn;
      return step;
    },
  };
}
