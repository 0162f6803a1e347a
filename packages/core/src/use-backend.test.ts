import { registerGradients } from '@jensenjs/gradients';
import {
  getBackend,
  getGradient,
  type KernelBackend,
  Pow,
  registerBackend,
  registerGradient,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Availability, Backend } from './contracts/backend';
import { UnsupportedError } from './errors';
import { useBackend } from './use-backend';

// The cpu backend is there for all tests.
const names = ['wasm', 'webgl', 'tensorflow'];
beforeEach(() => {
  for (const name of names) registerBackend(name, () => ({ dispose: () => undefined }) as KernelBackend);
});
afterEach(() => names.forEach(removeBackend));

const backend = (
  name: string,
  availability: Availability = { available: true },
  activate: () => Promise<void> = vi.fn(async () => void (await setBackend(name))),
) => ({ name, available: () => Promise.resolve(availability), activate }) satisfies Backend;
const missing = backend('webgpu', { available: false, reason: 'no adapter' });
const broken = backend(
  'webgl',
  { available: true },
  vi.fn(() => Promise.reject(new Error('The context was lost.'))),
);

it('takes the first that works and says why others were skipped', async () => {
  const good = backend('wasm');
  const spare = backend('cpu');
  expect(await useBackend(missing, broken, good, spare)).toEqual({
    name: 'wasm',
    reason: 'Using wasm. webgpu was skipped: no adapter. webgl was skipped: The context was lost.',
    skipped: [
      { name: 'webgpu', reason: 'no adapter' },
      { name: 'webgl', reason: 'The context was lost.' },
    ],
  });
  expect(missing.activate).not.toHaveBeenCalled();
  expect(good.activate).toHaveBeenCalledOnce();
  expect(spare.activate).not.toHaveBeenCalled();
});

it('says that the first choice works, and what to know about it', async () => {
  const { reason } = await useBackend(backend('webgl', { available: true, note: 'in software: slow' }));
  expect(reason).toBe('Using webgl, the first choice (in software: slow).');
});

it('believes tfjs about what is in use, under the name that tfjs knows', async () => {
  const idle = backend(
    'wasm',
    { available: true },
    vi.fn(() => Promise.resolve()),
  );
  const node = { ...backend('node', { available: true }, backend('tensorflow').activate), tfjsName: 'tensorflow' };
  await setBackend('cpu');
  expect(await useBackend(idle, node)).toMatchObject({
    name: 'node',
    skipped: [{ name: 'wasm', reason: 'after its activation tfjs uses the backend cpu, not wasm' }],
  });
});

it('runs calls that overlap one after the other', async () => {
  const events: string[] = [];
  const slow = (name: string) =>
    backend(
      name,
      { available: true },
      vi.fn(async () => {
        events.push(`${name} starts`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        await setBackend(name);
        events.push(`${name} runs`);
      }),
    );
  const choices = [useBackend(slow('wasm')), useBackend(missing), useBackend(slow('cpu'))];
  const outcomes = await Promise.allSettled(choices);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(events).toEqual(['wasm starts', 'wasm runs', 'cpu starts', 'cpu runs']);
  expect(getBackend()).toBe('cpu');
});

it('puts the corrected gradients back when a backend brings those of tfjs', async () => {
  registerGradients();
  const corrected = getGradient(Pow).gradFunc;
  const importing = backend(
    'cpu',
    { available: true },
    vi.fn(async () => {
      registerGradient({ kernelName: Pow, gradFunc: () => ({}) });
      await setBackend('cpu');
    }),
  );
  await useBackend(importing);
  expect(getGradient(Pow).gradFunc).toBe(corrected);
});

it('gives all reasons when none works', async () => {
  await expect(useBackend(missing)).rejects.toThrow(UnsupportedError);
  await expect(useBackend(missing)).rejects.toThrow('useBackend: no backend works here. webgpu: no adapter');
  await expect(useBackend()).rejects.toThrow('None was given.');
});
