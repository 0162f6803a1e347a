import type { Built } from '@jensenjs/app-models';
import { DataError, type Engine, type Key } from '@jensenjs/core';
import { batches } from '@jensenjs/data';
import {
  type Checkpoint,
  constant,
  cosine,
  exponentialDecay,
  type Json,
  linear,
  type Report,
  type Schedule,
  train,
} from '@jensenjs/train';
import { fileStore, jsonlLog } from '@jensenjs/train/node';
import { Interrupted } from './failure';
import type { RunFiles } from './files';
import { firstGap, lastEpoch, type Line, type Point, readLines, toPoint } from './history';
import type { Kind } from './kind';
import type { Data } from './load-data';
import type { Settings } from './options/settings';
import type { Progress } from './progress';
import type { Stored } from './resume';

export interface TrainingRequest {
  readonly key: Key;
  readonly engine: Engine;
  readonly stored: Stored;
  readonly data: Data;
  readonly built: Built;
  readonly kind: Kind;
  readonly files: RunFiles;
  /** Where to go on from. */
  readonly checkpoint: Checkpoint | undefined;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Called at the end of each epoch, behind the kind's own. */
  readonly onEpoch: () => Promise<void>;
}

export interface Trained {
  readonly engine: string;
  readonly steps: number;
  readonly epochs: number;
  readonly stopReason: 'epochs' | 'patience';
  readonly history: readonly Point[];
  /** Over all sittings. */
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

/** A line of this program's log: seconds are counted over all sittings of a run. */
type Logged = Line & Pick<Report, 'examplesPerSecond'>;

/**
 * Trains the model, logging to `metrics.jsonl` and keeping checkpoints. The log holds no path and, times apart, nothing
 * that differs between two runs of the same settings.
 * @throws Interrupted when the signal was aborted, after a checkpoint was written
 */
export async function trainModel(request: TrainingRequest): Promise<Trained> {
  const { key, engine, stored, data, built, kind, files, checkpoint, progress, signal } = request;
  const { settings } = stored;
  const source = batches(data.train, { size: settings.batch, ...built.batchOptions });
  const steps = settings.epochs * source.batchesPerEpoch;
  const reports = train({
    key,
    engine,
    batches: source,
    objectives: built.objectives(schedule(settings, steps)),
    epochs: settings.epochs,
    reportEvery: settings.reportEvery,
    validation: kind.validation,
    ...(settings.patience > 0 && {
      earlyStopping: { metric: 'bound', goal: 'max', patience: settings.patience, restoreBest: true },
    }),
    checkpoints: { store: fileStore(files.folder, { keep: 2 }), settings: stored as unknown as Json },
    resume: checkpoint,
    signal,
  });

  const log = await jsonlLog(files.metrics, checkpoint ? { resumeAfterStep: checkpoint.step } : {});
  const lines = (await readLines(files.metrics)) as Logged[];
  const gap = firstGap(lines, {
    last: checkpoint?.step ?? 0,
    every: settings.reportEvery,
    perEpoch: source.batchesPerEpoch,
  });
  if (gap !== undefined) {
    await log.close();
    throw new DataError(
      files.metrics,
      `the line of step ${gap} is missing, which the checkpoint was written after. Put the whole log back.`,
    );
  }
  const history = lines.map(toPoint);
  const before = lines.at(-1)?.secondsElapsed ?? 0;
  let stopReason: Report['stopReason'];
  try {
    if (!checkpoint) await kind.atEpoch(0);
    for await (const report of reports) {
      stopReason = report.stopReason;
      // Stopped between two reports, or right behind one: a resumed run reports these steps in full, or has done so.
      if (report.partial || report.step === (history.at(-1)?.step ?? 0)) continue;
      // Ctrl-C adds a checkpoint where another run has none.
      const { checkpoint: _checkpoint, ...rest } = report;
      const line = { ...rest, secondsElapsed: before + report.secondsElapsed };
      await log.write(line);
      lines.push(line);
      history.push(toPoint(line));
      progress.training({
        epoch: report.epoch,
        epochs: settings.epochs,
        epochEnded: report.epochProgress === 1,
        step: report.step,
        steps,
        standing: kind.status(lastEpoch(history), history.at(-1)?.validation),
        imagesPerSecond: report.examplesPerSecond,
        secondsRemaining: report.secondsRemaining,
      });
      if (report.epochProgress !== 1) continue;
      await kind.atEpoch(report.epoch);
      await request.onEpoch();
    }
  } finally {
    progress.stop();
    await log.close();
  }
  if (stopReason === 'aborted') throw signal.reason instanceof Error ? signal.reason : new Interrupted(130);

  const done = history.at(-1)?.step ?? 0;
  return {
    engine: engine.name,
    steps: done,
    epochs: done / source.batchesPerEpoch,
    stopReason: done < steps ? 'patience' : 'epochs',
    history,
    seconds: lines.at(-1)?.secondsElapsed ?? 0,
    imagesPerSecond: (done * settings.batch) / stepSeconds(lines, settings.batch),
  };
}

/** The time that the steps themselves took, without validation and files. */
function stepSeconds(lines: readonly Logged[], batch: number): number {
  return lines.reduce((total, { step, examplesPerSecond }, i) => {
    const images = (step - (lines[i - 1]?.step ?? 0)) * batch;
    return total + images / examplesPerSecond;
  }, 0);
}

function schedule({ schedule, learningRate: from }: Settings, steps: number): Schedule {
  switch (schedule) {
    case 'constant':
      return constant(from);
    case 'linear':
      return linear({ from, to: 0, steps });
    case 'cosine':
      return cosine({ from, steps });
    case 'exponential':
      return exponentialDecay({ from, factor: 0.01, steps });
    default:
      return schedule satisfies never;
  }
}
