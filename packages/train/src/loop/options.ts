import type { BatchSource, Engine, Key, Objective } from '@jensenjs/core';
import type { Checkpoint, Json } from '../checkpoints/checkpoint';
import type { CheckpointStore } from '../checkpoints/store';

export interface ValidationOptions {
  /** Runs at the end of every n-th epoch; 1 when left out. */
  readonly everyEpochs?: number;
  /** Figures of the present parameters on data kept apart. The key is the same whenever this epoch ends. */
  readonly evaluate: (args: {
    readonly epoch: number;
    readonly step: number;
    readonly key: Key;
  }) => Promise<Readonly<Record<string, number>>> | Readonly<Record<string, number>>;
}

export interface EarlyStoppingOptions {
  /** Which of the figures of `validation.evaluate` decides. */
  readonly metric: string;
  readonly goal: 'max' | 'min';
  /** Stops after this many validations in a row without improvement. */
  readonly patience: number;
  /** The least change that counts as an improvement; 0 when left out. */
  readonly minDelta?: number;
  /** Leaves the variables at their best values instead of the last when training ends; false when left out. */
  readonly restoreBest?: boolean;
}

export interface CheckpointOptions {
  readonly store: CheckpointStore;
  /** Saves at the end of every n-th epoch; 1 when neither this nor `everySteps` is given. */
  readonly everyEpochs?: number;
  /** Saves at the first report after every n steps. */
  readonly everySteps?: number;
  /** Kept in every checkpoint for the application. */
  readonly settings?: Json;
}

export interface TrainOptions {
  /** Determines every random number of the run. */
  readonly key: Key;
  /** `eager()` when left out. */
  readonly engine?: Engine;
  readonly batches: BatchSource;
  /** Run in this order in every step. */
  readonly objectives: readonly Objective[];
  /** How long to train, in passes over the data. Either this or `steps`. */
  readonly epochs?: number | undefined;
  /** How long to train, in steps, counted from the very beginning also when resumed. */
  readonly steps?: number | undefined;
  /** Steps between reports; 50 when left out. An epoch's end is reported too. */
  readonly reportEvery?: number;
  readonly validation?: ValidationOptions | undefined;
  readonly earlyStopping?: EarlyStoppingOptions | undefined;
  readonly checkpoints?: CheckpointOptions | undefined;
  /** Goes on from here, with the numbers that the run would have given had it never stopped. */
  readonly resume?: Checkpoint | undefined;
  /** When aborted, the step at hand is finished, a checkpoint saved, and the last report says `aborted`. */
  readonly signal?: AbortSignal | undefined;
}
