import { UnsupportedError, useBackend } from '@jensenjs/core';
import { findBackendFactory, getBackend } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { cpu } from '../../backend-cpu/src/cpu';
import type { LoadDawn } from './entrance';
import { webgpu } from './webgpu';

const refusal =
  "Node has no WebGPU of its own: npm install webgpu and give webgpu({ load: () => import('webgpu') }), or use wasm(), node() or cpu()";

test('in Node it says what to do, and loads nothing', async () => {
  expect(await webgpu().available()).toEqual({ available: false, reason: refusal });
  expect(await webgpu().details?.()).toEqual({});
  expect(await useBackend(webgpu(), cpu())).toEqual({
    name: 'cpu',
    reason: `Using cpu. webgpu was skipped: ${refusal}.`,
    skipped: [{ name: 'webgpu', reason: refusal }],
  });
  await expect(webgpu().activate()).rejects.toThrow(UnsupportedError);
  expect(findBackendFactory('webgpu')).toBeNull();
  expect(getBackend()).toBe('cpu');
});

test('a package that does not load is told', async () => {
  const load: LoadDawn = () => Promise.reject(new Error('Cannot find package'));
  expect(await webgpu({ load }).available()).toMatchObject({
    available: false,
    reason: expect.stringMatching(/^the package webgpu does not load here \(Error: Cannot find package\): npm install/),
  });
  await expect(webgpu({ load }).activate()).rejects.toThrow(UnsupportedError);
});

/** A package whose only adapter is `adapter`. */
const offering =
  (adapter: unknown): LoadDawn =>
  () =>
    Promise.resolve({ create: () => ({ requestAdapter: () => Promise.resolve(adapter) }) as GPU, globals: {} });

test.each([
  ['no adapter', null, /^no graphics device offers WebGPU here: update its driver/],
  [
    'a small device',
    { limits: new Proxy({}, { get: (_, name) => (name === 'maxBufferSize' ? 1000 : 2 ** 30) }) },
    /^this device is too small for tfjs \(maxBufferSize is 1000, 268435456 is needed\): use webgl\(\)/,
  ],
  [
    'a device that fails',
    {
      limits: new Proxy({}, { get: () => 2 ** 30 }),
      features: new Set(),
      requestDevice: () => Promise.reject(new Error('driver')),
    },
    /^WebGPU does not work here \(Error: driver\): use webgl\(\)/,
  ],
])('%s is refused with a reason', async (_, adapter, reason) => {
  const backend = webgpu({ load: offering(adapter) });
  expect(await backend.available()).toMatchObject({ available: false, reason: expect.stringMatching(reason) });
  await expect(backend.activate()).rejects.toThrow(UnsupportedError);
});
