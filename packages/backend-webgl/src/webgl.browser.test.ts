import { inspectBackends, UnsupportedError, useBackend } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { cpu } from '../../backend-cpu/src/cpu';
import type { WebglBackend } from './backend';
import { webgl } from './webgl';

afterEach(() => vi.restoreAllMocks());

/** A browser whose canvases have the contexts that `change` makes of those that they would have. */
function withContexts(change: (context: WebGL2RenderingContext) => WebGL2RenderingContext | null): void {
  const prototype = OffscreenCanvas.prototype as unknown as { getContext: (...args: unknown[]) => unknown };
  const { getContext } = prototype;
  vi.spyOn(prototype, 'getContext').mockImplementation(function (this: unknown, ...args) {
    return change(getContext.apply(this, args) as WebGL2RenderingContext);
  });
}

test('a browser without WebGL 2, and a device without 32-bit numbers, are told, and what to do', async () => {
  withContexts(() => null);
  const { name, skipped } = await useBackend(webgl(), cpu());
  expect([name, skipped[0]?.reason]).toEqual([
    'cpu',
    'this browser has no WebGL 2, or it is turned off: use wasm() or cpu()',
  ]);
  await expect(webgl().activate()).rejects.toThrow(UnsupportedError);
  vi.restoreAllMocks();
  withContexts((context) => {
    vi.spyOn(context, 'getExtension').mockReturnValue(null);
    return context;
  });
  expect(await webgl().available()).toMatchObject({ reason: expect.stringMatching(/32-bit numbers .* use wasm\(\)/) });
  vi.restoreAllMocks();
  withContexts((context) => {
    const getParameter = context.getParameter.bind(context) as (name: number) => unknown;
    vi.spyOn(context, 'getParameter').mockImplementation((name) =>
      name === context.MAX_TEXTURE_SIZE ? 2048 : getParameter(name),
    );
    return context;
  });
  expect(await webgl().available()).toMatchObject({
    reason: expect.stringMatching(/2048 pixels a side.* use wasm\(\)/),
  });
  vi.restoreAllMocks();
  withContexts((context) => {
    // Its sums come out wrong.
    vi.spyOn(context, 'uniform4fv').mockImplementation(() => undefined);
    return context;
  });
  expect(await webgl().available()).toMatchObject({ available: false });
});

test('a page with more contexts than the browser keeps is asked without an error', async () => {
  const contexts = Array.from({ length: 24 }, () => new OffscreenCanvas(1, 1).getContext('webgl2'));
  expect(await webgl().available()).toMatchObject({ available: true });
  withContexts(() => {
    throw new Error('no context is left');
  });
  expect(await webgl().available()).toMatchObject({
    reason: expect.stringMatching(/no context is left.* use wasm\(\)/),
  });
  expect(await webgl().details?.()).toEqual({});
  for (const context of contexts) context?.getExtension('WEBGL_lose_context')?.loseContext();
});

test('half precision is refused, and the backend before it stays', async () => {
  await cpu().activate();
  await import('@tensorflow/tfjs-backend-webgl');
  tf.env().set('WEBGL_RENDER_FLOAT32_ENABLED', false);
  await expect(webgl().activate()).rejects.toThrow(/half precision .* WEBGL_FORCE_F16_TEXTURES/);
  expect(tf.getBackend()).toBe('cpu');
  tf.env().set('WEBGL_RENDER_FLOAT32_ENABLED', true);
});

test('software is told, refused on demand, and runs without a printed line', async () => {
  const spies = (['log', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method));
  const { reason } = await useBackend(webgl(), cpu());
  expect(reason).toBe('Using webgl, the first choice (in software, by SwiftShader: slow).');
  const choice = await useBackend(webgl({ software: false }), cpu());
  expect(choice.name).toBe('cpu');
  expect(choice.reason).toContain(
    'webgl was skipped: this browser computes WebGL in software (SwiftShader): use wasm()',
  );
  await webgl().activate();
  const x = tf.ones<tf.Rank.R2>([20, 21]);
  expect((await tf.matMul(x, x, false, true).data())[0]).toBe(21);
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
});

test('a bug report gets the device and its limits, before and after the backend is loaded', async () => {
  const device = { renderer: expect.stringMatching(/./), webglVersion: 2, maxTextureSize: expect.any(Number) };
  await webgl().activate();
  expect(await webgl().details?.()).toMatchObject({ ...device, render32bit: true, download32bit: true });
  const table = await inspectBackends(webgl());
  expect(String(table)).toMatch(/webgl \| in use .* renderer: .*, maxTextureSize: \d+/);
});

test('a tensor larger than the textures of the device is an error, and so is one without memory for it', async () => {
  await webgl().activate();
  const { gpgpu } = tf.backend() as WebglBackend;
  const most = tf.env().getNumber('WEBGL_MAX_TEXTURE_SIZE');
  tf.env().set('WEBGL_MAX_TEXTURE_SIZE', 16);
  expect(() => tf.tidy(() => tf.add(tf.ones([40, 41]), 1))).toThrow(
    /a tensor does not fit .*16x16.* Use smaller batches/,
  );
  tf.env().set('WEBGL_MAX_TEXTURE_SIZE', most);
  vi.spyOn(gpgpu.gl, 'getError').mockReturnValue(gpgpu.gl.OUT_OF_MEMORY);
  expect(() => tf.tidy(() => tf.add(tf.ones([2048, 2049]), 1))).toThrow(
    /no memory left on this device\. Use smaller batches/,
  );
  vi.restoreAllMocks();
  expect((await tf.tidy(() => tf.sum(tf.add(tf.ones([40, 41]), 1))).data())[0]).toBe(3280);
});

test('after the loss of the context, reading fails instead of waiting or giving zeros', async () => {
  await webgl().activate();
  const { gpgpu } = tf.backend() as WebglBackend;
  const [x, z] = [tf.ones([300]), tf.ones([300])];
  const [y, inMemory] = [tf.add(x, 1), tf.ones([3])];
  const waiting = tf.add(z, 1).data();
  gpgpu.gl.getExtension('WEBGL_lose_context')?.loseContext();
  await expect(waiting).rejects.toThrow(UnsupportedError);
  await expect(y.data()).rejects.toThrow(/^webgl: the browser has taken the WebGL context away.* checkpoint/);
  expect(() => y.dataSync()).toThrow(UnsupportedError);
  expect([...(await inMemory.data())]).toEqual([1, 1, 1]);
  expect(await webgl().available()).toMatchObject({ reason: expect.stringMatching(/reload the page, or use wasm/) });
  expect(await webgl().details?.()).toEqual({});
});
