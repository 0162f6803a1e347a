import { key, type Objective } from '@jensenjs/core';
import { adam, eager, sgd } from '@jensenjs/train';
import { memory, type Variable } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../close';
import { flatten } from '../numbers';
import {
  BATCH,
  binaryLatent,
  CLASSES,
  conditionalIwae,
  DATASET,
  game,
  gaussianVae,
  hostBatch,
  posteriorPerDatapoint,
} from './subjects';

const spec = {
  x: { shape: [6], dtype: 'float32' },
  index: { shape: [], dtype: 'int32' },
  condition: { shape: [CLASSES], dtype: 'float32' },
} as const;
const optimizer = () => adam({ learningRate: 0.05 });
const values = (of: Readonly<Record<string, Variable>>) => Object.values(of).map((v) => flatten(v));

/** Steps on the eager engine, and the metrics of each. */
async function train(objectives: readonly Objective[], steps: number): Promise<Record<string, number>[]> {
  const engine = await eager().prepare(objectives, spec);
  const metrics: Record<string, number>[] = [];
  let tensors = 0;
  for (let step = 0; step < steps; step++) {
    await engine.step({ key: key(step), step, batches: [hostBatch] });
    metrics.push({ ...(await engine.read()) });
    if (step === 0) tensors = memory().numTensors;
  }
  expect(memory().numTensors).toBe(steps > 0 ? tensors : memory().numTensors);
  engine.dispose();
  return metrics;
}

const mean = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0) / all.length;

describe.each([
  ['a Gaussian VAE', gaussianVae],
  ['a conditional VAE by the importance-weighted bound', conditionalIwae],
  ['Bernoulli latent variables by NVIL', binaryLatent],
  ['one q per datapoint', posteriorPerDatapoint],
])('%s', (_, build) => {
  it('changes every parameter in one step', async () => {
    const o = build(optimizer());
    const before = values(o.parameters);
    const [metrics] = await train([o], 1);
    expect(Number.isFinite(metrics?.[`${o.name}/bound`])).toBe(true);
    values(o.parameters).forEach((now, i) => expect(now, Object.keys(o.parameters)[i]).not.toEqual(before[i]));
  });

  it('raises its bound in some', async () => {
    const o = build(optimizer());
    const bounds = (await train([o], 60)).map((metrics) => metrics[`${o.name}/bound`] as number);
    expect(mean(bounds.slice(-15))).toBeGreaterThan(mean(bounds.slice(0, 15)) + 0.25);
  });
});

it('one q per datapoint: changes the rows of the batch only', async () => {
  const o = posteriorPerDatapoint(sgd({ learningRate: 0.1 }));
  await train([o], 1);
  const loc = flatten(o.parameters['inference/loc'] as Variable);
  const rows = Array.from({ length: DATASET }, (_, i) => loc.slice(2 * i, 2 * i + 2).some((v) => v !== 0));
  const { data } = hostBatch.index as { data: Int32Array };
  expect(rows).toEqual(rows.map((_, i) => data.includes(i)));
  expect(rows.filter(Boolean)).toHaveLength(BATCH);
});

it('NVIL: its running moments change through the engine', async () => {
  const o = binaryLatent(optimizer());
  const [metrics] = await train([o], 1);
  // the decay is 0.8, and the baseline starts near zero
  const [moment] = flatten(o.estimator.state.mean as Variable);
  expect(Math.abs((moment as number) - 0.2 * (metrics?.['nvil/bound'] as number))).toBeLessThan(0.5);
});

describe('a GAN with batch normalisation', () => {
  it('moves D’s parameters and moments in D’s step, and nothing of G', async () => {
    const { generator, discriminator, objectives } = game(optimizer());
    const [d, g] = [discriminator, generator].map(({ parameters, state }) => ({ parameters, state }));
    const before = [d, g].map((player) => [values(player?.parameters ?? {}), values(player?.state ?? {})]);
    await train([objectives[0]], 1);
    expect(values(discriminator.parameters)).not.toEqual(before[0]?.[0]);
    expect(values(discriminator.state)).not.toEqual(before[0]?.[1]);
    expect(values(generator.parameters)).toEqual(before[1]?.[0]);
    expect(values(generator.state)).toEqual(before[1]?.[1]);
  });

  it('moves G’s in G’s step, and nothing of D', async () => {
    const { generator, discriminator, objectives } = game(optimizer());
    const before = [generator, discriminator].map(({ parameters, state }) => [values(parameters), values(state)]);
    await train([objectives[1]], 1);
    expect(values(generator.parameters)).not.toEqual(before[0]?.[0]);
    expect(values(generator.state)).not.toEqual(before[0]?.[1]);
    expect([values(discriminator.parameters), values(discriminator.state)]).toEqual(before[1]);
  });

  it('moves D’s moments once per application, real and fake', async () => {
    const { discriminator, objectives } = game(sgd({ learningRate: 0 }));
    await train([objectives[0]], 1);
    const [, variance] = Object.values(discriminator.state) as [Variable, Variable];
    // From 1, two applications of momentum 0.9 leave 0.81 and add 0.1 (0.9 v₁ + v₂) of the variances of two batches.
    const units = flatten(variance).map((v) => (v - 0.81) / 0.1);
    for (const unit of units) expect(unit).toBeGreaterThanOrEqual(-1e-5);
    expect(Math.max(...units)).toBeGreaterThan(0.01);
  });

  it('is deterministic in its keys', async () => {
    const run = async () => {
      const { objectives } = game(optimizer());
      return train(objectives, 3);
    };
    const [a, b] = [await run(), await run()];
    expectClose(
      a.flatMap((m) => Object.values(m)),
      b.flatMap((m) => Object.values(m)),
      { relative: 0, absolute: 0 },
    );
  });
});
