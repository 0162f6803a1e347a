import { type HostArray, key, split } from '@jensenjs/core';
import { arrayBatches } from '@jensenjs/data';
import { type Checkpoint, constant, encodeCheckpoint, type Json, memoryStore, train } from '@jensenjs/train';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  type Built,
  buildModel,
  ESTIMATORS,
  LOSSES,
  MODELS,
  type ModelSettings,
  NETWORKS,
  openRun,
  restore,
  runKeys,
} from './index';

const shape = { image: [8, 8, 1], classes: 3 } as const;
const seed = 4;

function settingsOf(model: ModelSettings['model'], network: ModelSettings['network']): ModelSettings {
  const common = { estimator: 'iwae', importanceSamples: 2, loss: 'hinge', latent: 2 } as const;
  return { ...common, model, network, hidden: [6], channels: [2, 3] };
}

/** Trains on noise for a few steps, as the applications do. */
async function trained(built: Built): Promise<Checkpoint> {
  const store = memoryStore();
  const condition = Float32Array.from({ length: 12 * 3 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 1 : 0));
  const x = Float32Array.from({ length: 12 * 64 }, (_, i) => (i % 7) / 6);
  const source = arrayBatches(
    {
      x: { shape: [12, 8, 8, 1], dtype: 'float32', data: x },
      ...(built.batchOptions.condition && { condition: { shape: [12, 3], dtype: 'float32', data: condition } }),
    },
    { size: 4 },
  );
  const run = {
    key: runKeys(seed).training,
    batches: source,
    objectives: built.objectives(constant(0.01)),
    epochs: 2,
    checkpoints: {
      store,
      settings: { program: 'jensen train', settings: { ...built.settings, seed }, shape } as unknown as Json,
    },
  };
  for await (const { metrics } of train(run))
    for (const value of Object.values(metrics)) expect(Number.isFinite(value)).toBe(true);
  return (await store.latest()) as Checkpoint;
}

const kinds = MODELS.flatMap((model) => NETWORKS.map((network) => [model, network] as const));

describe.each(kinds)('%s, %s', (model, network) => {
  const settings = settingsOf(model, network);

  it('trains, and its checkpoint opens as a model that draws the same samples', async () => {
    const built = await buildModel(runKeys(seed).model, settings, shape);
    const fresh = await built.sample(runKeys(seed).pictures, 3).data();
    const checkpoint = await trained(built);
    const samples = built.sample(runKeys(seed).pictures, 3);
    expect(samples.shape).toEqual([3, 8, 8, 1]);
    const values = await samples.data();
    expect(values).not.toEqual(fresh);
    for (const value of values) expect(value >= 0 && value <= 1).toBe(true);

    const opened = await openRun(encodeCheckpoint(checkpoint), 'a file');
    expect(opened.stored.settings).toMatchObject({ model, network, seed });
    expect(opened.built.parameterCount).toBe(built.parameterCount);
    expect(await opened.built.sample(runKeys(seed).pictures, 3).data()).toEqual(values);
    opened.built.dispose();
    built.dispose();
  });

  it('owns exactly its variables', async () => {
    const before = memory().numTensors;
    const built = await buildModel(key(1), settings, shape);
    const variables = built
      .objectives(constant(0.01))
      .flatMap(({ parameters, state }) => [...Object.values(parameters), ...Object.values(state)]);
    expect(memory().numTensors).toBe(before + variables.length);
    built.sample(key(2), 2).dispose();
    expect(memory().numTensors).toBe(before + variables.length);
    built.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

it('a condition decides: labels change what one key draws, and unknown ones are refused', async () => {
  const built = await buildModel(key(1), settingsOf('conditional-gan', 'mlp'), shape);
  await trained(built);
  const [k] = split(key(2), 1);
  const draw = (labels?: readonly number[]) => built.sample(k, 3, labels).data();
  expect(await draw([0, 1, 2])).toEqual(await draw());
  expect(await draw([2, 1, 0])).not.toEqual(await draw());
  expect(() => built.sample(k, 3, [0, 1, 3])).toThrow(/oneHotLabels: .*3/);
  expect(() => built.sample(k, 3, [0, 1])).toThrow(/one label for each of 3 samples, got 2/);
  built.dispose();
});

it.each(LOSSES)('a game is played for the loss of its settings, %s', async (loss) => {
  const built = await buildModel(key(1), { ...settingsOf('gan', 'mlp'), loss }, shape);
  expect(built).toMatchObject({ kind: 'gan', game: { loss: { name: loss } } });
  built.dispose();
});

it.each(ESTIMATORS)('a VAE is trained on the bound of its settings, %s', async (estimator) => {
  const built = await buildModel(key(1), { ...settingsOf('vae', 'mlp'), estimator }, shape);
  expect(built).toMatchObject({ kind: 'vae', estimator: { kind: estimator } });
  built.dispose();
});

it('a model that cannot be built leaves nothing behind', async () => {
  const before = memory().numTensors;
  const settings = { ...settingsOf('vae', 'mlp'), importanceSamples: 0 };
  await expect(buildModel(key(1), settings, shape)).rejects.toThrow('iwae: samples must be a positive integer, got 0.');
  const tall = { ...shape, image: [9, 9, 1] } as const;
  for (const model of MODELS)
    await expect(buildModel(key(1), settingsOf(model, 'conv'), tall)).rejects.toThrow(
      /double a grid to multiples of 4/,
    );
  expect(memory().numTensors).toBe(before);
});

it('labels are refused where there is no use for them, and missed where there is', async () => {
  const built = await buildModel(key(1), settingsOf('vae', 'mlp'), shape);
  expect(() => built.sample(key(2), 2, [0, 1])).toThrow(
    /a vae knows no labels. Leave them out, or train conditional-vae/,
  );
  built.dispose();
  await expect(buildModel(key(1), settingsOf('conditional-vae', 'mlp'), { ...shape, classes: 0 })).rejects.toThrow(
    /conditional-vae needs labels, and the data has none/,
  );
});

describe('files that are no run', () => {
  const open = async (change: (checkpoint: Checkpoint) => Checkpoint): Promise<unknown> => {
    const built = await buildModel(runKeys(seed).model, settingsOf('vae', 'mlp'), shape);
    const checkpoint = await trained(built);
    built.dispose();
    const before = memory().numTensors;
    try {
      return await openRun(encodeCheckpoint(change(checkpoint)), 'a file').catch((error: unknown) => error);
    } finally {
      expect(memory().numTensors).toBe(before);
    }
  };
  const stored = (checkpoint: Checkpoint) => checkpoint.settings as Record<string, Json>;
  const changed = (name: string, value: Json) => (checkpoint: Checkpoint) => ({
    ...checkpoint,
    settings: {
      ...stored(checkpoint),
      settings: { ...(stored(checkpoint).settings as Record<string, Json>), [name]: value },
    },
  });

  it.each([
    [
      'another program',
      (c: Checkpoint) => ({ ...c, settings: { program: 'other' } }),
      /is the checkpoint of another program/,
    ],
    [
      'no settings',
      (c: Checkpoint) => ({ ...c, settings: { program: 'jensen train' } }),
      /does not say which settings/,
    ],
    ['no images', (c: Checkpoint) => ({ ...c, settings: { ...stored(c), shape: null } }), /does not say which images/],
    ['an unknown model', changed('model', 'flow'), /does not say which model/],
    ['widths that are none', changed('hidden', [0]), /does not say which hidden/],
    [
      'no labels',
      (c: Checkpoint) => ({
        ...changed('model', 'conditional-vae')(c),
        settings: { ...changed('model', 'conditional-vae')(c).settings, shape: { ...shape, classes: 0 } },
      }),
      /does not say which labels/,
    ],
    [
      'other widths than its numbers have',
      changed('hidden', [7]),
      /holds model\/parameters\/\S+ of shape \[\S+, 6\], and the model .* \[\S+, 7\]/,
    ],
    [
      'another model than its numbers have',
      changed('model', 'gan'),
      /has no discriminator\/parameters\/\S+, which a gan needs/,
    ],
    [
      'images that its network cannot make',
      (c: Checkpoint) => ({
        ...changed('network', 'conv')(c),
        settings: { ...changed('network', 'conv')(c).settings, shape: { ...shape, image: [9, 9, 1] } },
      }),
      /describes a model that cannot be built \(convDecoder: /,
    ],
  ])('%s', async (_, change, message) => {
    const error = await open(change);
    expect(error).toMatchObject({ name: 'DataError', source: 'a file' });
    expect((error as Error).message).toMatch(message);
  });

  it('damaged bytes', async () => {
    await expect(openRun(new Uint8Array(100), 'a file')).rejects.toMatchObject({ name: 'DataError', source: 'a file' });
  });

  it('restore changes nothing when something does not fit', async () => {
    const built = await buildModel(key(1), settingsOf('vae', 'mlp'), shape);
    const { state } = await trained(built);
    const other = await buildModel(key(2), settingsOf('vae', 'mlp'), shape);
    const before = await other.sample(key(3), 2).data();
    const last = Object.keys(state)
      .filter((name) => name.includes('/parameters/'))
      .at(-1) as string;
    const { [last]: array, ...incomplete } = state;
    expect(() => restore(other, incomplete, 'a file')).toThrow(last);
    const { shape: of, data } = array as HostArray;
    const integers = { ...incomplete, [last]: { shape: of, dtype: 'int32', data: Int32Array.from(data) } } as const;
    expect(() => restore(other, integers, 'a file')).toThrow(`a file: holds ${last} as int32, and the model`);
    expect(await other.sample(key(3), 2).data()).toEqual(before);
    built.dispose();
    other.dispose();
  });
});
