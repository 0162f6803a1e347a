import { UnsupportedError, useBackend } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { cpu } from '../../backend-cpu/src/cpu';
import type { WebgpuBackend } from './backend';
import { webgpu } from './webgpu';

afterEach(async () => {
  vi.restoreAllMocks();
  await cpu().activate();
  if ('webgpu' in tf.engine().registry) tf.removeBackend('webgpu');
});

test('a browser without WebGPU, and one that computes wrong sums, are told, and what to do', async () => {
  const noGpu = vi.spyOn(navigator, 'gpu', 'get').mockReturnValue(undefined as never);
  const { name, skipped } = await useBackend(webgpu(), cpu());
  expect([name, skipped[0]?.reason]).toEqual([
    'cpu',
    'this browser has no WebGPU, or has it on pages from https: and localhost only: use webgl(), wasm() or cpu()',
  ]);
  await expect(webgpu().activate()).rejects.toThrow(UnsupportedError);
  noGpu.mockRestore();
  vi.spyOn(GPUQueue.prototype, 'writeBuffer').mockImplementation(() => undefined);
  expect(await webgpu().available()).toMatchObject({ reason: expect.stringMatching(/wrong sums .* use webgl\(\)/) });
});

test('to ask whether it works leaves no device behind, and changes nothing', async () => {
  const prototype = GPUAdapter.prototype as unknown as { requestDevice: (...args: unknown[]) => Promise<GPUDevice> };
  const { requestDevice } = prototype;
  const devices: GPUDevice[] = [];
  vi.spyOn(prototype, 'requestDevice').mockImplementation(async function (this: unknown, ...args) {
    const device = await requestDevice.apply(this, args);
    devices.push(device);
    return device;
  });
  expect(await webgpu().available()).toEqual({ available: true, note: 'in software, by swiftshader: slow' });
  expect(await webgpu({ software: false }).available()).toMatchObject({ available: false });
  expect(await webgpu().details?.()).toMatchObject({ software: true, maxBufferSize: expect.any(Number) });
  expect(devices).toHaveLength(3);
  for (const device of devices) expect((await device.lost).reason).toBe('destroyed');
  expect(tf.findBackendFactory('webgpu')).toBeNull();
});

test('software is told, refused on demand, and runs without a printed line', async () => {
  const spies = (['log', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method));
  const { reason } = await useBackend(webgpu(), cpu());
  expect(reason).toBe('Using webgpu, the first choice (in software, by swiftshader: slow).');
  const x = tf.ones<tf.Rank.R2>([20, 21]);
  expect((await tf.matMul(x, x, false, true).data())[0]).toBe(21);
  const choice = await useBackend(webgpu({ software: false }), cpu());
  expect(choice.name).toBe('cpu');
  expect(choice.reason).toContain('webgpu was skipped: WebGPU is computed in software here (swiftshader): use wasm()');
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
});

test('two activations at once make one backend', async () => {
  await Promise.all([webgpu().activate(), webgpu().activate()]);
  expect(tf.getBackend()).toBe('webgpu');
});

test('what is on the device is not read synchronously, what is in memory is', async () => {
  await webgpu().activate();
  const [y, inMemory] = [tf.add(tf.ones([2000]), 1), tf.tensor1d([1, 2])];
  expect(() => y.dataSync()).toThrow(/^webgpu: what is on the device .* await tensor\.data\(\)/);
  expect((await y.data())[0]).toBe(2);
  expect(y.dataSync()[0]).toBe(2);
  expect(Array.from(inMemory.dataSync())).toEqual([1, 2]);
  const z = tf.complex(inMemory, inMemory);
  expect(Array.from(z.dataSync())).toEqual([1, 1, 2, 2]);
});

test('after an error that the device reports, reading fails instead of giving zeros', async () => {
  await webgpu().activate();
  const { device } = tf.backend() as WebgpuBackend;
  const y = tf.add(tf.ones([2000]), 1);
  device.createBuffer({ size: 2 ** 50, usage: GPUBufferUsage.STORAGE });
  await device.queue.onSubmittedWorkDone();
  await expect(y.data()).rejects.toThrow(/^webgpu: the device reported an error.* \(Buffer size .*\)\. .* checkpoint/);
  expect(() => y.dataSync()).toThrow(UnsupportedError);
});

test('after the loss of the device, reading fails instead of waiting or giving zeros', async () => {
  await webgpu().activate();
  const [x, z] = [tf.ones([2000]), tf.ones([2000])];
  const [y, inMemory] = [tf.add(x, 1), tf.tensor1d([1, 1, 1])];
  const waiting = tf.add(z, 1).data();
  (tf.backend() as WebgpuBackend).device.destroy();
  await expect(waiting).rejects.toThrow(UnsupportedError);
  await expect(y.data()).rejects.toThrow(/^webgpu: the device was lost.* checkpoint/);
  expect(() => y.dataSync()).toThrow(UnsupportedError);
  expect([...(await inMemory.data())]).toEqual([1, 1, 1]);
});
