import { expect, it, vi } from 'vitest';
import type { Availability, Backend } from './contracts/backend';
import { UnsupportedError } from './errors';
import { useBackend } from './use-backend';

const backend = (name: string, availability: Availability, activate = vi.fn(() => Promise.resolve())) =>
  ({ name, available: () => Promise.resolve(availability), activate }) satisfies Backend;
const missing = backend('webgpu', { available: false, reason: 'no adapter' });

it('takes the first that works and says why others were skipped', async () => {
  const broken = backend(
    'webgl',
    { available: true },
    vi.fn(() => Promise.reject(new Error('context lost'))),
  );
  const good = backend('wasm', { available: true });
  const spare = backend('cpu', { available: true });
  expect(await useBackend(missing, broken, good, spare)).toEqual({
    name: 'wasm',
    skipped: [
      { name: 'webgpu', reason: 'no adapter' },
      { name: 'webgl', reason: 'context lost' },
    ],
  });
  expect(missing.activate).not.toHaveBeenCalled();
  expect(good.activate).toHaveBeenCalledOnce();
  expect(spare.activate).not.toHaveBeenCalled();
});

it('gives all reasons when none works', async () => {
  await expect(useBackend(missing)).rejects.toThrow(UnsupportedError);
  await expect(useBackend(missing)).rejects.toThrow('useBackend: no backend works here. webgpu: no adapter');
  await expect(useBackend()).rejects.toThrow('None was given.');
});
