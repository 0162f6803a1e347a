import { UnsupportedError, useBackend } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { cpu } from '../../backend-cpu/src/cpu';
import type { WebgpuBackend } from './backend';
import { provideSoftwareVulkan } from './software-vulkan.fixture';
import { trainAutoEncoder } from '../../../tools/testing/src/contracts/auto-encoder';
import { webgpu } from './webgpu';

await provideSoftwareVulkan();
const backend = webgpu({ load: () => import('webgpu') });
const found = await backend.available();
if (!found.available) console.warn(`The package webgpu is not tested here: ${found.reason}.`);

const forget = async (): Promise<void> => {
  await cpu().activate();
  if ('webgpu' in tf.engine().registry) tf.removeBackend('webgpu');
};

describe.skipIf(!found.available)('in Node, by the package webgpu', () => {
  afterEach(forget);

  test('it computes without a printed line and without a navigator that stays', async () => {
    const spies = (['log', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method));
    const before = Reflect.ownKeys((globalThis as { navigator?: object }).navigator ?? {});
    expect((await useBackend(backend, cpu())).name).toBe('webgpu');
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    expect(Array.from(await tf.matMul(x, tf.exp(tf.zerosLike(x))).data())).toEqual([3, 3, 7, 7]);
    expect(Reflect.ownKeys((globalThis as { navigator?: object }).navigator ?? {})).toEqual(before);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    expect(await backend.details?.()).toMatchObject({
      software: expect.any(Boolean),
      maxBufferSize: expect.any(Number),
    });
  });

  test('a variational auto-encoder learns the same as on cpu', async () => {
    await useBackend(cpu());
    const expected = await trainAutoEncoder(2);
    await useBackend(backend);
    const bounds = await trainAutoEncoder(2);
    bounds.forEach((bound, epoch) => expect(Math.abs(bound - (expected[epoch] as number))).toBeLessThan(0.5));
  }, 240_000);

  test('after an error of the device, and after its loss, reading fails', async () => {
    await backend.activate();
    const { device } = tf.backend() as WebgpuBackend;
    const y = tf.add(tf.ones([2000]), 1);
    device.createBuffer({ size: 2 ** 50, usage: 8 });
    await expect(y.data()).rejects.toThrow(
      /^webgpu: the device reported an error.* \(Buffer size .*\)\. .* checkpoint/,
    );
    await forget();
    await backend.activate();
    const z = tf.add(tf.ones([2000]), 1);
    const waiting = z.data();
    (tf.backend() as WebgpuBackend).device.destroy();
    await expect(waiting).rejects.toThrow(UnsupportedError);
    await expect(z.data()).rejects.toThrow(/^webgpu: the device was lost.* checkpoint/);
  });
});
