import { engine, getBackend, version_core } from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import type { Backend } from './contracts/backend';
import { inspectBackends } from './inspect-backends';

const backend = (name: string, rest: Partial<Backend> = {}): Backend => ({
  name,
  available: () => Promise.resolve({ available: true }),
  activate: vi.fn(() => Promise.reject(new Error('not to be started'))),
  ...rest,
});
const missing = backend('webgpu', {
  available: () => Promise.resolve({ available: false, reason: 'no adapter | no GPU' }),
  details: vi.fn(),
});
const noted = backend('node', {
  tfjsName: 'tensorflow',
  available: () => Promise.resolve({ available: true, note: 'slow' }),
  details: () => Promise.resolve({ TensorFlow: '2.15', threads: 2 }),
});

it('says of each backend whether it works and what there is to know, and starts none', async () => {
  const [before, tensors] = [getBackend(), engine().memory().numTensors];
  const table = await inspectBackends(missing, noted, backend('cpu'));
  expect(table.rows).toEqual([
    { backend: 'webgpu', available: false, inUse: false, about: 'no adapter | no GPU', kernels: 0, details: '' },
    {
      backend: 'node',
      available: true,
      inUse: false,
      about: 'slow',
      kernels: 0,
      details: 'TensorFlow: 2.15, threads: 2',
    },
    { backend: 'cpu', available: true, inUse: true, about: '', kernels: expect.any(Number), details: '' },
  ]);
  expect(table.rows[2]?.kernels).toBeGreaterThan(100);
  expect(table.tfjs).toBe(version_core);
  expect(missing.details).not.toHaveBeenCalled();
  expect(missing.activate).not.toHaveBeenCalled();
  expect([getBackend(), engine().memory().numTensors]).toEqual([before, tensors]);
});

it('is a table in Markdown as text', async () => {
  const lines = String(await inspectBackends(missing, backend('cpu'))).split('\n');
  expect(lines[0]).toBe(`tfjs ${version_core}, Node ${process.version}, ${process.platform} ${process.arch}`);
  expect(lines[4]).toBe(String.raw`| webgpu | no | 0 | no adapter \| no GPU |  |`);
  expect(lines[5]).toMatch(/^\| cpu \| in use \| \d+ \| {2}\| {2}\|$/);
});
