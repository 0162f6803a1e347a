import { describe, expect, it } from 'vitest';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint';
import { crc32 } from './crc32';
import { encodeSafetensors } from './safetensors';
import { memoryStore } from './store';

const checkpoint: Checkpoint = {
  step: 12,
  epoch: 3,
  state: {
    'vae/parameters/kernel': { shape: [2, 2], dtype: 'float32', data: Float32Array.of(0.1, -2, 3e-9, 4) },
    'vae/count': { shape: [], dtype: 'int32', data: Int32Array.of(12) },
  },
  run: {
    key: [0, 4294967295],
    batches: { batchSize: 8, batchesPerEpoch: 4, spec: { x: 'float32 [2]' } },
    objectives: [
      {
        name: 'vae',
        every: 1,
        repeat: 1,
        optimizer: { kind: 'sgd', hyperparameters: {} },
        learningRate: 'constant(rate: 1)',
      },
    ],
  },
  earlyStopping: { best: -101.25, bestStep: 8, waited: 1 },
  settings: { hidden: [400], data: 'glyphs' },
};

it('computes the CRC-32 of the standard check', () => {
  const bytes = new TextEncoder().encode('123456789');
  // The check value of the catalogue of parametrised CRC algorithms for CRC-32/ISO-HDLC.
  expect(crc32(bytes)).toBe('cbf43926');
  expect(crc32(bytes.subarray(0, 4), bytes.subarray(4))).toBe('cbf43926');
  expect(crc32()).toBe('00000000');
});

it('comes back as it was', () => {
  expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
});

it('notices a change of any byte', () => {
  const bytes = encodeCheckpoint(checkpoint);
  for (let i = 0; i < bytes.length; i++) {
    const damaged = bytes.slice();
    damaged[i] = (damaged[i] as number) ^ 0x01;
    expect(() => decodeCheckpoint(damaged, 'file'), `byte ${i}`).toThrow(
      expect.objectContaining({ name: 'DataError' }) as Error,
    );
  }
  for (let length = 0; length < bytes.length; length++)
    expect(() => decodeCheckpoint(bytes.subarray(0, length), 'file')).toThrow(/^file: /);
});

it('is not made of numbers that are not finite', () => {
  const state = { bad: { shape: [2], dtype: 'float32' as const, data: Float32Array.of(1, Number.NaN) } };
  expect(() => encodeCheckpoint({ ...checkpoint, state })).toThrow(
    expect.objectContaining({ name: 'NumericalError', tensor: 'bad' }) as Error,
  );
});

it('is not read from other files', () => {
  expect(() => decodeCheckpoint(encodeSafetensors(checkpoint.state))).toThrow(/holds no checkpoint of a training run/);
  const later = encodeSafetensors(checkpoint.state, { format: 'jensen-checkpoint/2' });
  expect(() => decodeCheckpoint(later)).toThrow(
    /another version \(jensen-checkpoint\/2\); expected jensen-checkpoint\/1/,
  );
});

describe('memoryStore', () => {
  it('rotates the series and keeps named ones', async () => {
    const store = memoryStore({ keep: 2 });
    expect(await store.latest()).toBeUndefined();
    await store.save({ ...checkpoint, step: 1 }, 'best');
    for (const step of [1, 2, 3]) await store.save({ ...checkpoint, step });
    expect(await store.list()).toEqual(['latest', 'latest.1', 'best']);
    const steps = await Promise.all((await store.list()).map(async (name) => (await store.load(name)).step));
    expect(steps).toEqual([3, 2, 1]);
    expect((await store.latest())?.step).toBe(3);
    await expect(store.load('latest.2')).rejects.toThrow(/no checkpoint named latest.2/);
    await expect(store.load('worst')).rejects.toThrow(/no checkpoint named worst/);
    expect(() => memoryStore({ keep: 0 })).toThrow(/keep is 0/);
  });
});
