import { compiled } from '@jensenjs/compile';
import { onnxNode } from '@jensenjs/compile/node';
import { type BatchSpec, type HostBatch, key, type Objective, type Optimizer, sizeOf } from '@jensenjs/core';
import { eager, sgd } from '@jensenjs/train';
import { describe, expect, it } from 'vitest';
import {
  BATCH,
  binaryLatent,
  CLASSES,
  conditionalIwae,
  game,
  gaussianVae,
  hostBatch,
  IMAGE,
  imageGame,
  imageVae,
  posteriorPerDatapoint,
} from './subjects';

const rows: BatchSpec = {
  x: { shape: [6], dtype: 'float32' },
  index: { shape: [], dtype: 'int32' },
  condition: { shape: [CLASSES], dtype: 'float32' },
};
const images: BatchSpec = { x: { shape: IMAGE, dtype: 'float32' } };
const pixels = Float32Array.from({ length: BATCH * sizeOf(IMAGE) }, (_, i) => ((i * i) % 7) % 2);
const imageBatch: HostBatch = { x: { shape: [BATCH, ...IMAGE], dtype: 'float32', data: pixels } };

/** The training state after three steps. */
async function state(engine: ReturnType<typeof eager>, objectives: readonly Objective[], spec: BatchSpec) {
  const prepared = await engine.prepare(objectives, spec);
  const batches = [spec === images ? imageBatch : hostBatch];
  for (let step = 0; step < 3; step++) await prepared.step({ key: key(step), step, batches });
  const captured = await prepared.capture();
  prepared.dispose();
  return captured;
}

describe.each<[string, (optimizer: Optimizer) => readonly Objective[], BatchSpec]>([
  ['a Gaussian VAE', (optimizer) => [gaussianVae(optimizer)], rows],
  ['a conditional VAE by the importance-weighted bound', (optimizer) => [conditionalIwae(optimizer)], rows],
  ['Bernoulli latent variables by NVIL', (optimizer) => [binaryLatent(optimizer)], rows],
  ['one q per datapoint', (optimizer) => [posteriorPerDatapoint(optimizer)], rows],
  ['a GAN with batch normalisation', (optimizer) => game(optimizer).objectives, rows],
  ['a DCGAN', (optimizer) => imageGame(optimizer).objectives, images],
  ['a convolutional VAE', (optimizer) => [imageVae(optimizer)], images],
])('%s', (_, build, spec) => {
  it('comes out of three compiled steps as of three eager ones', async () => {
    // Without moments, which would turn the rounding of a gradient near 0 into a whole step.
    const optimizer = sgd({ learningRate: 0.05 });
    const expected = await state(eager(), build(optimizer), spec);
    const found = await state(compiled(onnxNode({ threads: 1 })), build(optimizer), spec);
    expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, { data, shape }] of Object.entries(expected)) {
      expect(found[name]?.shape, name).toEqual(shape);
      const largest = Math.max(...data.map(Math.abs), 0.1);
      data.forEach((value, i) =>
        expect(Math.abs(value - (found[name]?.data[i] as number)), name).toBeLessThan(1e-5 * largest),
      );
    }
  });
});
