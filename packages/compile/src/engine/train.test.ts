import { type BatchSource, key, type Objective } from '@jensenjs/core';
import { adam, type Checkpoint, eager, memoryStore, type Report, sgd, train, type TrainOptions } from '@jensenjs/train';
import { add, cast, log, mean, mul, type Scalar, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { onnxNode } from '../node';
import { compiled } from './compiled';
import { plane, planeBatch, planeSpec } from './toys.fixture';

/** Five batches of eight examples and one of three. */
const batches: BatchSource = {
  spec: planeSpec,
  batchSize: 8,
  batchesPerEpoch: 6,
  examplesPerEpoch: 43,
  batch: (_, epoch, index) => planeBatch(43 * epoch + 8 * index, index === 5 ? 3 : 8),
};
const engine = compiled(onnxNode({ threads: 1 }));
const base = (objective: Objective): TrainOptions => ({
  key: key(3),
  batches,
  objectives: [objective],
  epochs: 4,
  engine,
});

async function all(options: TrainOptions): Promise<Report[]> {
  const reports: Report[] = [];
  for await (const report of train(options)) reports.push(report);
  return reports;
}

describe('train with the compiled engine', () => {
  it('reports what it reports with the eager engine', async () => {
    const [a, b] = [plane(), plane()];
    const reports = await all({ ...base(a.objective), reportEvery: 4 });
    const expected = await all({ ...base(b.objective), reportEvery: 4, engine: eager() });
    expect(reports.map(({ step }) => step)).toEqual(expected.map(({ step }) => step));
    reports.forEach(({ metrics }, i) => {
      const others = expected[i]?.metrics ?? {};
      expect(Object.keys(metrics)).toEqual(Object.keys(others));
      for (const [name, value] of Object.entries(metrics)) expect(value).toBeCloseTo(others[name] as number, 5);
    });
    a.values().forEach((value, i) => expect(value).toBeCloseTo(b.values()[i] as number, 5));
    expect(reports.at(-1)?.metrics['plane/loss']).toBeLessThan(0.2 * (reports[0]?.metrics['plane/loss'] as number));
  });

  it('stops early by validation on the present variables, and brings the best back', async () => {
    const model = plane({ optimizer: adam({ learningRate: 0.2 }) });
    const seen: number[][] = [];
    const reports = await all({
      ...base(model.objective),
      epochs: 20,
      validation: {
        evaluate: async () => {
          seen.push(model.values());
          return { distance: seen.length === 3 ? 0 : 1 };
        },
      },
      earlyStopping: { metric: 'distance', goal: 'min', patience: 2, restoreBest: true },
    });
    expect(reports.at(-1)?.stopReason).toBe('earlyStopping');
    expect(seen).toHaveLength(5);
    expect(new Set(seen.map(String)).size).toBe(5);
    expect(model.values()).toEqual(seen[2]);
  });

  it('finds where a number that is not finite comes from, and leaves the variables as they last were', async () => {
    const model = plane();
    const loss: Objective['loss'] = ({ batch, step }) => {
      const { kernel, bias } = model.variables;
      const error = square(sub(sum(mul(batch.x, kernel as Tensor), 1), batch.y as Tensor)); // [batch]
      // ln of a negative number from step 9 on.
      const trap = log(sub(9.5, cast(step, 'float32')));
      return { loss: add<Scalar>(mean(error), mul(sum(bias as Tensor), trap)) };
    };
    const seen: number[][] = [];
    const run = async (): Promise<void> => {
      for await (const _ of train({
        ...base({ ...model.objective, loss, optimizer: sgd({ learningRate: 0.01 }) }),
        reportEvery: 4,
      }))
        seen.push(model.values());
    };
    await expect(run()).rejects.toThrow(
      /in step 11, .* is the first tensor that is not finite; it comes from the kernel Log/,
    );
    expect(seen).toHaveLength(3);
    expect(model.values()).toEqual(seen.at(-1));
    expect(model.values().every(Number.isFinite)).toBe(true);
  });

  it('goes on to the last bit from where it was stopped, on the same engine, and near on the other', async () => {
    const whole = plane();
    const expected = await all(base(whole.objective));
    const [store, first] = [memoryStore(), plane()];
    const controller = new AbortController();
    const stopped: Report[] = [];
    const options = { ...base(first.objective), checkpoints: { store }, signal: controller.signal, reportEvery: 50 };
    const source: BatchSource = {
      ...batches,
      batch: (from, epoch, index) => {
        if (epoch === 1 && index === 3) controller.abort();
        return batches.batch(from, epoch, index);
      },
    };
    for await (const report of train({ ...options, batches: source })) stopped.push(report);
    expect(stopped.at(-1)).toMatchObject({ stopReason: 'aborted', partial: true });
    const resume = (await store.latest()) as Checkpoint;
    expect(resume.step % 6).not.toBe(0);
    const second = plane();
    const reports = await all({ ...base(second.objective), resume });
    expect(second.values()).toEqual(whole.values());
    expect(reports.map(({ metrics }) => metrics)).toEqual(expected.slice(1).map(({ metrics }) => metrics));
    const third = plane();
    await all({ ...base(third.objective), resume, engine: eager() });
    third.values().forEach((value, i) => expect(value).toBeCloseTo(whole.values()[i] as number, 5));
  });
});
