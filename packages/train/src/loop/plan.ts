import {
  ArgumentError,
  type BatchSource,
  checkObjectives,
  foldIn,
  type HostBatch,
  type Key,
  type Objective,
} from '@jensenjs/core';
import { checkInteger, checkNumber } from '../check';
import type { TrainOptions } from './options';

/** Which batches and keys each step has: pure functions of the run's description, so that any step can be done again. */
export interface Plan {
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** Whether a report is made after this many steps. */
  readonly isReported: (step: number) => boolean;
  /** The step of the report before this one. */
  readonly previousReport: (step: number) => number;
  /** Key of the step that comes after `step` steps. */
  readonly stepKey: (step: number) => Key;
  /** Its batches: as many as the largest `repeat`. */
  readonly stepBatches: (step: number) => Promise<HostBatch[]>;
  readonly validationKey: (epoch: number) => Key;
}

/** @throws ArgumentError on options that make no run. */
export function makePlan(options: TrainOptions): Plan {
  const { key, batches, objectives, epochs, steps, reportEvery = 50 } = options;
  checkObjectives('train', objectives);
  checkBatches(batches);
  checkInteger('train', 'reportEvery', reportEvery);
  if ((epochs === undefined) === (steps === undefined))
    throw new ArgumentError('train', 'give either epochs or steps, and not both.');
  const perStep = batchesPerStep(objectives);
  // When the batches of an epoch do not divide evenly among its steps, those left over are not used.
  const stepsPerEpoch = Math.floor(batches.batchesPerEpoch / perStep);
  if (stepsPerEpoch === 0)
    throw new ArgumentError(
      'train',
      `a step takes ${perStep} batches (the largest repeat), but an epoch has ${batches.batchesPerEpoch}. Use smaller batches.`,
    );
  const totalSteps =
    epochs === undefined
      ? checkInteger('train', 'steps', steps as number)
      : checkInteger('train', 'epochs', epochs) * stepsPerEpoch;
  checkValidation(options);
  const lastMultiple = (step: number, of: number): number => step - (step % of);
  const [data, noise, validation] = [foldIn(key, 0), foldIn(key, 1), foldIn(key, 2)];
  return {
    totalSteps,
    stepsPerEpoch,
    isReported: (step) => step % reportEvery === 0 || step % stepsPerEpoch === 0,
    previousReport: (step) => Math.max(lastMultiple(step - 1, reportEvery), lastMultiple(step - 1, stepsPerEpoch)),
    stepKey: (step) => foldIn(noise, step),
    stepBatches: async (step) => {
      const epoch = Math.floor(step / stepsPerEpoch);
      const first = (step % stepsPerEpoch) * perStep;
      return Promise.all(Array.from({ length: perStep }, async (_, r) => batches.batch(data, epoch, first + r)));
    },
    validationKey: (epoch) => foldIn(validation, epoch),
  };
}

function batchesPerStep(objectives: readonly Objective[]): number {
  return Math.max(...objectives.map(({ repeat = 1 }) => repeat));
}

function checkBatches({ spec, batchSize, batchesPerEpoch }: BatchSource): void {
  checkInteger('train', 'batches.batchSize', batchSize);
  checkInteger('train', 'batches.batchesPerEpoch', batchesPerEpoch);
  if (Object.keys(spec).length === 0) throw new ArgumentError('train', 'batches.spec names no array.');
}

function checkValidation({ validation, earlyStopping, checkpoints }: TrainOptions): void {
  if (validation?.everyEpochs !== undefined) checkInteger('train', 'validation.everyEpochs', validation.everyEpochs);
  if (checkpoints?.everyEpochs !== undefined) checkInteger('train', 'checkpoints.everyEpochs', checkpoints.everyEpochs);
  if (checkpoints?.everySteps !== undefined) checkInteger('train', 'checkpoints.everySteps', checkpoints.everySteps);
  if (!earlyStopping) return;
  if (!validation) throw new ArgumentError('train', 'earlyStopping needs validation, whose metric decides.');
  checkInteger('train', 'earlyStopping.patience', earlyStopping.patience);
  checkNumber('train', 'earlyStopping.minDelta', earlyStopping.minDelta ?? 0);
  if (earlyStopping.goal !== 'max' && earlyStopping.goal !== 'min')
    throw new ArgumentError(
      'train',
      `earlyStopping.goal is ${String(earlyStopping.goal)}, and must be 'max' or 'min'.`,
    );
}
