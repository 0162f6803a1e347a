import { type BatchSource, foldIn, key, type Objective } from '@jensenjs/core';
import { memory, scalar, square, tidy, variable } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../checkpoints/checkpoint';
import { type CheckpointStore, memoryStore } from '../checkpoints/store';
import { eager } from '../engine/eager';
import { adam } from '../optimizers/adam';
import { momentum } from '../optimizers/momentum';
import { plane, planeBatches } from '../plane.fixture';
import { cosine } from '../schedules';
import type { TrainOptions } from './options';
import type { Report, ReportedProgress } from './report';
import { train } from './train';

const batches = planeBatches(); // 5 batches in an epoch
const base = { key: key(3), batches, reportEvery: 3 };

function deterministic({ examplesPerSecond, secondsElapsed, secondsRemaining, ...rest }: Report): ReportedProgress {
  expect([examplesPerSecond, secondsElapsed, secondsRemaining].every((figure) => figure >= 0)).toBe(true);
  return rest;
}

async function collect(options: TrainOptions): Promise<ReportedProgress[]> {
  const reports: ReportedProgress[] = [];
  for await (const report of train(options)) reports.push(deterministic(report));
  return reports;
}

/** Aborts while the batch of this step is made, in a run whose steps take one batch each. */
function abortAt(step: number, source: BatchSource): { batches: BatchSource; signal: AbortSignal } {
  const controller = new AbortController();
  const batch: BatchSource['batch'] = (from, epoch, index) => {
    if (epoch * source.batchesPerEpoch + index === step) controller.abort();
    return source.batch(from, epoch, index);
  };
  return { batches: { ...source, batch }, signal: controller.signal };
}

it('learns', async () => {
  const { objective, values } = plane();
  const reports = await collect({ ...base, objectives: [objective], epochs: 60, reportEvery: 50 });
  // Least squares on inputs with noise of variance 0.01, which shrinks the slopes by 1 / (1 + 0.01 / variance of an input).
  const [a, b, c] = values() as [number, number, number];
  expect(Math.abs(a - 1.5)).toBeLessThan(0.12);
  expect(Math.abs(b + 1)).toBeLessThan(0.12);
  expect(Math.abs(c - 0.5)).toBeLessThan(0.06);
  expect(reports.at(-1)?.metrics['plane/loss']).toBeLessThan(0.1);
});

it('reports every few steps and at the end of each epoch', async () => {
  const optimizer = adam({ learningRate: cosine({ from: 0.1, steps: 10 }) });
  const { objective } = plane({ optimizer });
  const reports = await collect({ ...base, engine: eager(), objectives: [objective], epochs: 2 });
  expect(reports.map(({ step, epoch, epochProgress }) => [step, epoch, epochProgress])).toEqual([
    [3, 1, 0.6],
    [5, 1, 1],
    [6, 2, expect.closeTo(0.2, 10)],
    [9, 2, expect.closeTo(0.8, 10)],
    [10, 2, 1],
  ]);
  expect(reports.map(({ stopReason }) => stopReason)).toEqual([undefined, undefined, undefined, undefined, 'finished']);
  expect(Object.keys(reports[0]?.metrics ?? {})).toEqual(['plane/loss', 'plane/error', 'plane/bias']);
  expect(reports[0]?.learningRates).toEqual({ plane: optimizer.learningRate(2) });
  // The scalar loss is the mean of the vector of errors, and all these batches are of one size.
  for (const { metrics } of reports) expect(metrics['plane/error']).toBeCloseTo(metrics['plane/loss'] as number, 6);
});

it('gives the same numbers twice, and others with another key', async () => {
  const run = (seed: number) => collect({ ...base, key: key(seed), objectives: [plane().objective], epochs: 2 });
  const first = await run(3);
  expect(await run(3)).toEqual(first);
  expect((await run(4))[0]?.metrics).not.toEqual(first[0]?.metrics);
});

it('gives every repetition of a step a batch of its own, each batch of an epoch at most once', async () => {
  const seen: string[] = [];
  const batch: BatchSource['batch'] = (from, epoch, index) => {
    seen.push(`${epoch}.${index}`);
    return batches.batch(from, epoch, index);
  };
  const objective: Objective = { ...plane().objective, repeat: 2 };
  await collect({ ...base, batches: { ...batches, batch }, objectives: [objective], epochs: 2 });
  // The first step's batches are looked at before training. Of 5 batches, 4 make two steps.
  expect(seen).toEqual(['0.0', '0.1', '0.0', '0.1', '0.2', '0.3', '1.0', '1.1', '1.2', '1.3']);
});

describe('resumed', () => {
  const optimizer = () => adam({ learningRate: cosine({ from: 0.1, steps: 20 }), clipNorm: 1, ema: 0.9 });
  // Where checkpoints are due must not depend on where earlier ones were written.
  const everySteps = 4;
  const whole = async () => {
    const { objective, values } = plane({ optimizer: optimizer() });
    const store = memoryStore();
    const reports = await collect({ ...base, objectives: [objective], epochs: 4, checkpoints: { store, everySteps } });
    return { reports, values: values(), last: await store.latest() };
  };
  const resume = async (checkpoint: Checkpoint | undefined) => {
    const { objective, values } = plane({ optimizer: optimizer() });
    const store = memoryStore();
    const options = {
      ...base,
      objectives: [objective],
      epochs: 4,
      checkpoints: { store, everySteps },
      resume: checkpoint,
    };
    return { reports: await collect(options), values: values(), last: await store.latest() };
  };

  it.each([
    ['at the end of an epoch', 9],
    ['at a report within an epoch', 5],
    ['between two reports', 6],
    ['between two reports in the first epoch', 0],
    ['right before the end', 18],
  ])('%s it goes on as if it had never stopped', async (_, stopAt) => {
    const expected = await whole();
    const store = memoryStore();
    const { objective } = plane({ optimizer: optimizer() });
    const { batches: stopping, signal } = abortAt(stopAt, batches);
    // Looking at the first batch beforehand must not stop the run at once.
    const source = stopAt === 0 ? abortOnSecond(stopping, batches, signal) : { batches: stopping, signal };
    const before = await collect({ ...base, ...source, objectives: [objective], epochs: 4, checkpoints: { store } });
    expect(before.at(-1)).toMatchObject({ step: stopAt + 1, stopReason: 'aborted' });
    const after = await resume(await store.latest());
    expect(after.reports).toEqual(expected.reports.filter(({ step }) => step > stopAt + 1));
    expect(after.values).toEqual(expected.values);
    expect(after.last).toEqual(expected.last);
  });

  function abortOnSecond(stopping: BatchSource, source: BatchSource, _signal: AbortSignal) {
    const controller = new AbortController();
    let calls = 0;
    const batch: BatchSource['batch'] = (...args) => {
      calls += 1;
      if (calls === 2) controller.abort();
      return source.batch(...args);
    };
    return { batches: { ...stopping, batch }, signal: controller.signal };
  }

  it('after a break it goes on too', async () => {
    const expected = await whole();
    const store = memoryStore();
    const { objective } = plane({ optimizer: optimizer() });
    for await (const report of train({ ...base, objectives: [objective], epochs: 4, checkpoints: { store } }))
      if (report.step === 6) break;
    const after = await resume(await store.latest());
    expect(after.reports).toEqual(expected.reports.filter(({ step }) => step > 6));
    expect(after.values).toEqual(expected.values);
  });

  it('when it is finished it ends at once, and trains on when there is more to do', async () => {
    const { last, reports } = await whole();
    expect((await resume(last)).reports).toEqual([]);
    const store = memoryStore();
    const short = plane({ optimizer: optimizer() });
    // 7 steps end between two reports.
    const first = await collect({ ...base, objectives: [short.objective], steps: 7, checkpoints: { store } });
    expect(first.at(-1)).toMatchObject({ step: 7, partial: true, stopReason: 'finished' });
    expect((await resume(await store.latest())).reports).toEqual(reports.filter(({ step }) => step > 7));
  });

  it('with other settings is refused, with all that differs, before anything changes', async () => {
    const { last } = await whole();
    const other = plane({ optimizer: momentum({ learningRate: 0.1 }) });
    const before = other.values();
    const run = collect({ ...base, key: key(4), objectives: [other.objective], epochs: 4, resume: last });
    await expect(run).rejects.toThrow(
      /another run: key.1 is 3 there and 4 here; objectives.0.optimizer.kind is "adam" there and "momentum" here/,
    );
    await expect(run).rejects.toMatchObject({ name: 'DataError' });
    expect(other.values()).toEqual(before);
    const renamed = plane({ optimizer: optimizer() });
    const { kernel, ...rest } = renamed.objective.parameters;
    const objective = { ...renamed.objective, parameters: { weights: kernel as NonNullable<typeof kernel>, ...rest } };
    await expect(collect({ ...base, objectives: [objective], epochs: 4, resume: last })).rejects.toThrow(
      /plane\/parameters\/weights is missing.*plane\/parameters\/kernel is not known here/,
    );
    const smaller = planeBatches({ size: 4 });
    await expect(
      collect({
        ...base,
        batches: smaller,
        objectives: [plane({ optimizer: optimizer() }).objective],
        epochs: 4,
        resume: last,
      }),
    ).rejects.toThrow(/batches.batchSize is 8 there and 4 here/);
  });
});

describe('leaving', () => {
  it('the loop frees everything and saves', async () => {
    const before = memory().numTensors;
    const model = plane();
    const store = memoryStore();
    for await (const report of train({ ...base, objectives: [model.objective], epochs: 9, checkpoints: { store } }))
      if (report.step === 9) break;
    expect((await store.latest())?.step).toBe(9);
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('by an error of the caller saves too', async () => {
    const store = memoryStore();
    const run = async (): Promise<void> => {
      for await (const { step } of train({
        ...base,
        objectives: [plane().objective],
        epochs: 9,
        checkpoints: { store },
      }))
        if (step === 3) throw new Error('disk full');
    };
    await expect(run()).rejects.toThrow('disk full');
    expect((await store.latest())?.step).toBe(3);
  });

  it('before the first step, by a signal, leaves one report', async () => {
    const reports = await collect({ ...base, objectives: [plane().objective], epochs: 9, signal: AbortSignal.abort() });
    expect(reports).toEqual([
      { step: 0, epoch: 0, epochProgress: 0, metrics: {}, learningRates: { plane: 0.05 }, stopReason: 'aborted' },
    ]);
  });

  it('by a signal given while a report was looked at repeats that report and saves its step', async () => {
    const store = memoryStore();
    const controller = new AbortController();
    const reports: ReportedProgress[] = [];
    const { signal } = controller;
    for await (const report of train({
      ...base,
      objectives: [plane().objective],
      epochs: 9,
      checkpoints: { store },
      signal,
    })) {
      reports.push(deterministic(report));
      if (report.step === 3) controller.abort();
    }
    expect(reports).toEqual([reports[0], { ...reports[0], stopReason: 'aborted' }]);
    expect((await store.latest())?.step).toBe(3);
  });

  it('is possible for timers while steps go on', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    setTimeout(() => controller.abort(), 30);
    const reports = await collect({ ...base, objectives: [plane().objective], steps: 5000, reportEvery: 5000, signal });
    expect(reports.at(-1)?.stopReason).toBe('aborted');
  });
});

describe('checkpoints', () => {
  const saved = async (checkpoints: Omit<NonNullable<TrainOptions['checkpoints']>, 'store'>) => {
    const steps: number[] = [];
    const store: CheckpointStore = { ...memoryStore(), save: async ({ step }) => void steps.push(step) };
    const announced: number[] = [];
    const options = { ...base, objectives: [plane().objective], epochs: 3, checkpoints: { store, ...checkpoints } };
    for await (const { step, checkpoint, stopReason } of train(options)) {
      // Whoever logs this report has it before a checkpoint of its step exists.
      expect(steps).not.toContain(step);
      if (checkpoint || stopReason) announced.push(step);
    }
    expect(announced).toEqual(steps);
    return steps;
  };

  it('are written where asked for, and at the end', async () => {
    expect(await saved({})).toEqual([5, 10, 15]);
    expect(await saved({ everyEpochs: 2 })).toEqual([10, 15]);
    expect(await saved({ everySteps: 4 })).toEqual([5, 9, 12, 15]);
    expect(await saved({ everySteps: 100 })).toEqual([15]);
    expect(await saved({ everySteps: 100, everyEpochs: 1 })).toEqual([5, 10, 15]);
  });

  it('carry the settings of the application', async () => {
    const store = memoryStore();
    const settings = { data: 'plane', hidden: [3, 4], note: null };
    await collect({ ...base, objectives: [plane().objective], epochs: 1, checkpoints: { store, settings } });
    expect((await store.latest())?.settings).toEqual(settings);
  });

  it('that cannot be written are an error, and the loop is left in order', async () => {
    const before = memory().numTensors;
    const store: CheckpointStore = { ...memoryStore(), save: () => Promise.reject(new Error('no space')) };
    const model = plane();
    await expect(
      collect({ ...base, objectives: [model.objective], epochs: 1, checkpoints: { store } }),
    ).rejects.toThrow('no space');
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('validation', () => {
  it('runs at the ends of epochs, with a key of its own for each', async () => {
    const calls: unknown[] = [];
    const evaluate = ({ epoch, step, key: from }: { epoch: number; step: number; key: ReturnType<typeof key> }) => {
      calls.push([epoch, step, from.words().join()]);
      return { score: epoch };
    };
    const reports = await collect({
      ...base,
      objectives: [plane().objective],
      epochs: 4,
      validation: { evaluate, everyEpochs: 2 },
    });
    const expectedKey = (epoch: number): string => foldIn(foldIn(base.key, 2), epoch).words().join();
    expect(calls).toEqual([
      [2, 10, expectedKey(2)],
      [4, 20, expectedKey(4)],
    ]);
    expect(reports.filter(({ validation }) => validation).map(({ step, validation }) => [step, validation])).toEqual([
      [10, { score: 2 }],
      [20, { score: 4 }],
    ]);
  });

  const scores = [1, 3, 2, 3, 2.5, 9, 9, 9];
  const model = () => {
    const { objective, values } = plane();
    const seen: number[][] = [];
    const evaluate = ({ epoch }: { epoch: number }): Record<string, number> => {
      seen[epoch] = values();
      return { score: scores[epoch - 1] as number };
    };
    const earlyStopping = { metric: 'score', goal: 'max', patience: 3, restoreBest: true } as const;
    return {
      options: { ...base, objectives: [objective], epochs: 8, validation: { evaluate }, earlyStopping },
      seen,
      values,
    };
  };

  it('stops training without improvement, and brings back the best values', async () => {
    const { options, seen, values } = model();
    const reports = await collect(options);
    expect(reports.at(-1)).toMatchObject({ epoch: 5, stopReason: 'earlyStopping', validation: { score: 2.5 } });
    expect(values()).toEqual(seen[2]);
    expect(values()).not.toEqual(seen[5]);
  });

  it('keeps its patience and its best values across a stop', async () => {
    const store = memoryStore();
    const first = model();
    const { batches: stopping, signal } = abortAt(15, batches); // in epoch 4
    await collect({ ...first.options, batches: stopping, signal, checkpoints: { store } });
    const resumed = model();
    const resume = await store.latest();
    expect(resume?.earlyStopping).toEqual({ best: 3, bestStep: 10, waited: 1 });
    const reports = await collect({ ...resumed.options, checkpoints: { store }, resume });
    expect(reports.at(-1)).toMatchObject({ epoch: 5, stopReason: 'earlyStopping' });
    expect(resumed.values()).toEqual(first.seen[2]);
    expect((await store.load('best')).step).toBe(10);
    // Resumed once more it has nothing left to do but to bring back the best values.
    const again = model();
    expect(await collect({ ...again.options, checkpoints: { store }, resume: await store.latest() })).toEqual([]);
    expect(again.values()).toEqual(first.seen[2]);
    // And without the store these cannot be found.
    const lost = model();
    await expect(collect({ ...lost.options, resume: await store.latest() })).rejects.toThrow(
      /values, those of step 10/,
    );
  });

  it('knows goals and least changes', async () => {
    const stopped = async (goal: 'max' | 'min', minDelta: number, values: number[]) => {
      const validation = { evaluate: ({ epoch }: { epoch: number }) => ({ score: values[epoch - 1] as number }) };
      const earlyStopping = { metric: 'score', goal, minDelta, patience: 2 };
      const options = { ...base, objectives: [plane().objective], epochs: values.length, validation, earlyStopping };
      return (await collect(options)).at(-1)?.epoch;
    };
    expect(await stopped('min', 0, [5, 4, 3, 2, 1])).toBe(5);
    expect(await stopped('max', 0, [5, 4, 3, 2, 1])).toBe(3);
    expect(await stopped('max', 0, [1, 1, 1, 1, 1])).toBe(3);
    expect(await stopped('max', 0.5, [1, 1.3, 1.6, 1.9, 2.2])).toBe(5); // 1.6 improves on 1 by 0.6, 2.2 on 1.6
    expect(await stopped('max', 0.7, [1, 1.3, 1.6, 1.9, 2.2])).toBe(3);
  });

  it('that lacks the metric or gives NaN is refused', async () => {
    const run = (figures: Record<string, number>) => {
      const earlyStopping = { metric: 'bound', goal: 'max', patience: 1 } as const;
      return collect({
        ...base,
        objectives: [plane().objective],
        epochs: 1,
        validation: { evaluate: () => figures },
        earlyStopping,
      });
    };
    await expect(run({ score: 1 })).rejects.toThrow(/earlyStopping.metric is bound, but validation gives score/);
    await expect(run({ bound: Number.NaN })).rejects.toMatchObject({
      name: 'NumericalError',
      tensor: 'validation bound',
    });
  });
});

describe('refuses at once', () => {
  const objectives = [plane().objective];
  const validation = { evaluate: () => ({ score: 1 }) };
  const earlyStopping = { metric: 'score', goal: 'max', patience: 1 } as const;
  it.each<[string, Partial<TrainOptions>, RegExp]>([
    ['neither epochs nor steps', {}, /give either epochs or steps/],
    ['both', { epochs: 1, steps: 1 }, /give either epochs or steps/],
    ['no epochs', { epochs: 0 }, /epochs is 0, and must be a whole number of at least 1/],
    ['half a step', { steps: 0.5 }, /steps is 0.5/],
    ['reportEvery = 0', { epochs: 1, reportEvery: 0 }, /reportEvery is 0/],
    ['no objectives', { epochs: 1, objectives: [] }, /train: objectives is empty/],
    ['objectives of one name', { epochs: 1, objectives: [...objectives, ...objectives] }, /two objectives are named/],
    ['no batches', { epochs: 1, batches: { ...batches, batchesPerEpoch: 0 } }, /batches.batchesPerEpoch is 0/],
    ['empty specifications', { epochs: 1, batches: { ...batches, spec: {} } }, /batches.spec names no array/],
    [
      'more repetitions than batches',
      { epochs: 1, objectives: [{ ...plane().objective, repeat: 6 }] },
      /a step takes 6 batches \(the largest repeat\), but an epoch has 5/,
    ],
    ['early stopping alone', { epochs: 1, earlyStopping }, /earlyStopping needs validation/],
    ['no patience', { epochs: 1, validation, earlyStopping: { ...earlyStopping, patience: 0 } }, /patience is 0/],
    [
      'a negative minDelta',
      { epochs: 1, validation, earlyStopping: { ...earlyStopping, minDelta: -1 } },
      /minDelta is -1/,
    ],
    [
      'another goal',
      { epochs: 1, validation, earlyStopping: { ...earlyStopping, goal: 'up' as 'max' } },
      /goal is up, and must be 'max' or 'min'/,
    ],
    ['everyEpochs = 0', { epochs: 1, validation: { ...validation, everyEpochs: 0 } }, /validation.everyEpochs is 0/],
    ['checkpoints never', { epochs: 1, checkpoints: { store: memoryStore(), everySteps: 0 } }, /everySteps is 0/],
  ])('%s', (_, options, message) => {
    expect(() => train({ ...base, objectives, ...options })).toThrow(message);
  });
});

describe('refuses before the first step', () => {
  it('batches that are not as specified', async () => {
    const wrong: BatchSource = { ...batches, spec: { ...batches.spec, z: { shape: [1], dtype: 'float32' } } };
    await expect(collect({ ...base, batches: wrong, objectives: [plane().objective], epochs: 1 })).rejects.toThrow(
      /a batch lacks z/,
    );
  });

  it('data with NaN, by array and row', async () => {
    const batch: BatchSource['batch'] = async (...args) => {
      const made = await batches.batch(...args);
      (made.x as NonNullable<typeof made.x>).data[5] = Number.NaN;
      return made;
    };
    const run = collect({ ...base, batches: { ...batches, batch }, objectives: [plane().objective], epochs: 1 });
    await expect(run).rejects.toThrow(/x holds NaN in row 2 of a batch/);
    await expect(run).rejects.toMatchObject({ name: 'DataError' });
  });

  it('parameters that are not finite, by name', async () => {
    const bad = tidy(() => variable(scalar(Infinity)));
    const objective: Objective = {
      ...plane().objective,
      name: 'vae',
      parameters: { 'encoder/bias': bad },
      loss: () => ({ loss: square(bad) }),
    };
    const run = collect({ ...base, objectives: [objective], epochs: 1 });
    await expect(run).rejects.toThrow(/before the first step vae: encoder\/bias holds NaN or an infinity/);
    await expect(run).rejects.toMatchObject({ name: 'NumericalError', tensor: 'vae: encoder/bias' });
  });
});

it('holds no more tensors at the last report than at the second', async () => {
  const counts: number[] = [];
  const options = { ...base, objectives: [plane().objective], epochs: 6, checkpoints: { store: memoryStore() } };
  for await (const _ of train(options)) counts.push(memory().numTensors);
  expect(new Set(counts.slice(1)).size).toBe(1);
});
