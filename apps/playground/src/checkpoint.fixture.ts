// A checkpoint as `npm start` writes it, and the samples that it shows in Node.
import { buildModel, type ModelSettings, PROGRAM, runKeys } from '@jensenjs/app-models';
import { key } from '@jensenjs/core';
import { batches, glyphs } from '@jensenjs/data';
import { encodeCheckpoint, type Json, memoryStore, train } from '@jensenjs/train';

export interface StoredSamples {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** [count, size, size] in [0, 1]. */
  readonly samples: Float32Array;
}

/** A run of some steps on images of some size, kept, with `count` of its samples. */
export async function makeCheckpoint(settings: ModelSettings, count: number, size = 28): Promise<StoredSamples> {
  const seed = 7;
  const shape = { image: [size, size, 1], classes: 10 } as const;
  const keys = runKeys(seed);
  const built = await buildModel(keys.model, settings, shape);
  const store = memoryStore();
  const stored = { program: PROGRAM, settings: { ...settings, seed, data: 'glyphs' }, shape };
  const reports = train({
    key: keys.training,
    batches: batches(glyphs(key(1), { count: 16, size }), { size: 4, ...built.batchOptions }),
    objectives: built.objectives(() => 0.01),
    steps: 3,
    checkpoints: { store, settings: stored as unknown as Json },
  });
  for await (const { stopReason } of reports) if (stopReason) break;
  const checkpoint = await store.latest();
  if (!checkpoint) throw new Error('The run kept no checkpoint.');
  const images = built.sample(keys.pictures, count);
  const samples = Float32Array.from(await images.data());
  images.dispose();
  built.dispose();
  return { bytes: encodeCheckpoint(checkpoint), samples };
}
