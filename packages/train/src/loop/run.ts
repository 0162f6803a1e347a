import { checkBatch, type Objective } from '@jensenjs/core';
import type { Checkpoint, RunDescription } from '../checkpoints/checkpoint';
import { eager } from '../engine/eager';
import { makeBreather } from './breathe';
import { createClock } from './clock';
import { compareRuns, describeRun } from './describe-run';
import { judge } from './early-stopping';
import { checkFiniteBatch, checkInitialValues } from './finite';
import { createGuard } from './guard';
import { createKeeper } from './keeper';
import type { TrainOptions } from './options';
import type { Plan } from './plan';
import type { Report, ReportedProgress, StopReason } from './report';

/** The loop itself. What `train` checks at once has been checked. */
export async function* run(options: TrainOptions, plan: Plan): AsyncGenerator<Report, void, undefined> {
  const {
    engine = eager(),
    key,
    batches,
    objectives,
    validation,
    earlyStopping,
    checkpoints,
    resume,
    signal,
  } = options;
  const description = describeRun(key, batches, objectives);
  await preflight(options, plan, description);
  const prepared = await engine.prepare(objectives, batches.spec);
  const guard = createGuard(prepared, objectives, batches.spec, plan);
  const keeper = createKeeper(options, plan, prepared);
  const breathe = makeBreather();
  const clock = createClock();
  let step = resume?.step ?? 0;
  let early = resume?.earlyStopping;
  let last: Report | undefined;
  const isAborted = (): boolean => signal?.aborted === true;
  const hasLostPatience = (): boolean => !!earlyStopping && !!early && early.waited >= earlyStopping.patience;
  let stop: StopReason | undefined = hasLostPatience() ? 'earlyStopping' : undefined;

  /** Trains until there is something to report. */
  const advance = async (): Promise<boolean> => {
    clock.start();
    const from = step;
    let examples = 0;
    while (!isAborted() && step < plan.totalSteps && (step === from || !plan.isReported(step))) {
      const taken = await plan.stepBatches(step);
      await prepared.step({ key: plan.stepKey(step), step, batches: taken });
      step += 1;
      for (const batch of taken) examples += Object.values(batch)[0]?.shape[0] ?? 0;
      await breathe();
    }
    clock.stop(step - from, examples);
    return step > from;
  };

  const words = (): Omit<Checkpoint, 'state'> => ({
    step,
    epoch: Math.ceil(step / plan.stepsPerEpoch),
    run: description,
    ...(early ? { earlyStopping: early } : {}),
    settings: checkpoints?.settings ?? null,
  });

  const report = async (): Promise<Report> => {
    const isPartial = !plan.isReported(step);
    // Sums of metrics that are not reported in full yet belong to the checkpoint: they are captured before they are read.
    const unread = isPartial && checkpoints ? await prepared.capture() : undefined;
    const metrics = await prepared.read();
    await guard.check(step, metrics);
    const progress = describeProgress(step, plan, objectives, metrics);
    const figures =
      validation && step % (plan.stepsPerEpoch * (validation.everyEpochs ?? 1)) === 0
        ? await validation.evaluate({ epoch: progress.epoch, step, key: plan.validationKey(progress.epoch) })
        : undefined;
    if (figures && earlyStopping) early = judge(earlyStopping, early, figures, step);
    if (step === plan.totalSteps) stop = 'finished';
    else if (hasLostPatience()) stop = 'earlyStopping';
    else if (isAborted()) stop = 'aborted';
    const isBest = figures !== undefined && early?.bestStep === step && (!!checkpoints || !!earlyStopping?.restoreBest);
    const isScheduled = keeper.isDue(step);
    const isDue = isScheduled || (!!checkpoints && stop !== undefined);
    const state = unread ?? (isDue || isBest ? await prepared.capture() : undefined);
    if (state) await guard.checkState(step, state);
    await guard.accept(step);
    keeper.propose({ checkpoint: words(), state, isDue, isBest });
    return {
      ...progress,
      ...(figures ? { validation: figures } : {}),
      ...(isPartial ? { partial: true } : {}),
      ...(stop ? { stopReason: stop } : {}),
      ...(isScheduled && checkpoints ? { checkpoint: checkpoints.store.newest } : {}),
      ...clock.times(stop ? 0 : plan.totalSteps - step),
    };
  };

  try {
    if (resume) await prepared.restore(resume.state);
    await guard.accept(step);
    while (!stop && step < plan.totalSteps) {
      if (await advance()) last = await report();
      else {
        stop = 'aborted';
        keeper.propose({ checkpoint: words(), state: undefined, isDue: !!checkpoints, isBest: false });
        const progress = last ?? { ...describeProgress(step, plan, objectives, {}), ...clock.times(0) };
        last = { ...progress, stopReason: stop };
      }
      let isLeaving = true;
      try {
        yield last;
        isLeaving = false;
      } finally {
        await keeper.settle(isLeaving);
      }
    }
    if (early && stop !== 'aborted') await keeper.restoreBest(early.bestStep);
    await prepared.sync();
  } finally {
    guard.dispose();
    prepared.dispose();
  }
}

/** What can be checked before the engine is made ready. */
async function preflight({ batches, objectives, resume }: TrainOptions, plan: Plan, description: RunDescription) {
  if (resume) compareRuns(resume.run, description);
  else await checkInitialValues(objectives);
  const start = resume?.step ?? 0;
  if (start >= plan.totalSteps) return;
  for (const batch of await plan.stepBatches(start)) {
    checkBatch('train', batch, batches.spec);
    checkFiniteBatch(batch);
  }
}

function describeProgress(
  step: number,
  { stepsPerEpoch }: Plan,
  objectives: readonly Objective[],
  metrics: Readonly<Record<string, number>>,
): ReportedProgress {
  const epoch = Math.ceil(step / stepsPerEpoch);
  const rates = objectives.map(({ name, optimizer, every = 1, repeat = 1 }) => {
    const updates = Math.ceil(step / every) * repeat;
    return [name, optimizer.learningRate(Math.max(0, updates - 1))] as const;
  });
  return {
    step,
    epoch,
    epochProgress: step === 0 ? 0 : step / stepsPerEpoch - (epoch - 1),
    metrics,
    learningRates: Object.fromEntries(rates),
  };
}
