import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../checkpoints/checkpoint';
import { decodeSafetensors } from '../checkpoints/safetensors';
import { fileStore } from './file-store';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jensen-train-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const checkpoint = (step: number): Checkpoint => ({
  step,
  epoch: 1,
  state: { 'vae/parameters/w': { shape: [2], dtype: 'float32', data: Float32Array.of(step, 0.1) } },
  run: { key: [0, 1], batches: { batchSize: 1, batchesPerEpoch: 1, spec: {} }, objectives: [] },
  settings: null,
});
const steps = async (store: ReturnType<typeof fileStore>): Promise<number[]> =>
  Promise.all((await store.list()).map(async (name) => (await store.load(name)).step));

it('keeps the newest in NAME.safetensors, and those before it in numbered files', async () => {
  const store = fileStore(join(directory, 'made', 'when needed'), { keep: 3 });
  expect(store.newest).toBe('checkpoint.safetensors');
  expect(await store.latest()).toBeUndefined();
  expect(await store.list()).toEqual([]);
  await store.save(checkpoint(1), 'best');
  for (let step = 1; step <= 5; step++) await store.save(checkpoint(step));
  expect(await store.list()).toEqual(['checkpoint', 'checkpoint.1', 'checkpoint.2', 'best']);
  expect(await steps(store)).toEqual([5, 4, 3, 1]);
  expect(await store.latest()).toEqual(checkpoint(5));
  expect((await readdir(join(directory, 'made', 'when needed'))).sort()).toEqual([
    'checkpoint-best.safetensors',
    'checkpoint.1.safetensors',
    'checkpoint.2.safetensors',
    'checkpoint.safetensors',
  ]);
  const { tensors } = decodeSafetensors(await readFile(join(directory, 'made', 'when needed', store.newest)));
  expect(tensors['vae/parameters/w']?.data[0]).toBe(5);
});

it('removes what is too many when it is to keep fewer', async () => {
  for (const step of [1, 2, 3, 4]) await fileStore(directory, { keep: 4 }).save(checkpoint(step));
  const store = fileStore(directory, { keep: 2 });
  await store.save(checkpoint(5));
  expect(await steps(store)).toEqual([5, 4]);
});

it('keeps one only, under another name, and leaves other files alone', async () => {
  await writeFile(join(directory, 'metrics.jsonl'), 'x');
  await writeFile(join(directory, 'model.weights.safetensors'), 'x');
  const [store, other] = [fileStore(directory, { keep: 1, name: 'model' }), fileStore(directory)];
  for (const step of [1, 2]) await store.save(checkpoint(step));
  await other.save(checkpoint(9));
  expect(await steps(store)).toEqual([2]);
  expect(await steps(other)).toEqual([9]);
  expect((await readdir(directory)).length).toBe(4);
});

describe('after a crash', () => {
  it('while files were moved, the one before is the latest', async () => {
    const store = fileStore(directory);
    for (const step of [1, 2, 3]) await store.save(checkpoint(step));
    await rm(join(directory, store.newest));
    expect((await store.latest())?.step).toBe(2);
    await store.save(checkpoint(4));
    expect(await steps(store)).toEqual([4, 2, 1]);
  });

  it('while one was written, its part of a file is removed with the next', async () => {
    const store = fileStore(directory);
    await writeFile(join(directory, 'checkpoint.incoming.safetensors.123456'), 'half');
    await writeFile(join(directory, 'checkpoint.incoming.safetensors'), 'whole, but not moved');
    expect(await store.latest()).toBeUndefined();
    await store.save(checkpoint(1));
    expect(await readdir(directory)).toEqual(['checkpoint.safetensors']);
  });
});

describe('refuses', () => {
  it('a damaged file, by its path, without falling back in silence', async () => {
    const store = fileStore(directory);
    for (const step of [1, 2]) await store.save(checkpoint(step));
    const bytes = await readFile(join(directory, store.newest));
    await writeFile(join(directory, store.newest), bytes.subarray(0, bytes.length - 3));
    const latest = store.latest();
    await expect(latest).rejects.toThrow(`${join(directory, store.newest)}: is truncated`);
    await expect(latest).rejects.toMatchObject({ name: 'DataError' });
    expect((await store.load('checkpoint.1')).step).toBe(1);
  });

  it('a checkpoint that is not there', async () => {
    await expect(fileStore(directory).load('best')).rejects.toThrow(
      /checkpoint-best.safetensors: the checkpoint cannot be read/,
    );
  });

  it('a place where it cannot write, keeping what is there', async () => {
    const blocked = join(directory, 'file');
    await writeFile(blocked, 'not a directory');
    await expect(fileStore(blocked).save(checkpoint(1))).rejects.toMatchObject({ name: 'DataError' });
    const store = fileStore(directory);
    await store.save(checkpoint(1));
    // The name of the new file is taken by a directory that cannot be replaced.
    await mkdir(join(directory, 'checkpoint.incoming.safetensors', 'x'), { recursive: true });
    await expect(store.save(checkpoint(2))).rejects.toThrow(/cannot be written .*Earlier checkpoints are as they were/);
    expect(await steps(store)).toEqual([1]);
  });

  it('names that would leave the directory, and no checkpoints at all', async () => {
    expect(() => fileStore(directory, { name: '../x' })).toThrow(/named '..\/x'. Use letters/);
    expect(() => fileStore(directory, { keep: 0 })).toThrow(/keep is 0/);
    await expect(fileStore(directory).save(checkpoint(1), 'a/b')).rejects.toThrow(/named 'a\/b'/);
  });
});
