import { UnsupportedError, useBackend } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { cpu } from '../../backend-cpu/src/cpu';
import { chooseBinary, locate } from './files';
import { wasm } from './wasm';

afterEach(() => vi.restoreAllMocks());

const printed = () => [...(['log', 'warn', 'error'] as const)].map((method) => vi.spyOn(console, method));

test('a wrong address is told by available, and useBackend goes on to the next', async () => {
  const spies = printed();
  // A development server answers unknown addresses with its page and status 200.
  const choice = await useBackend(wasm({ paths: '/nowhere' }), cpu());
  expect(choice.name).toBe('cpu');
  expect(choice.skipped[0]?.reason).toMatch(
    /^\/nowhere\/tfjs-backend-wasm.*\.wasm is not a WebAssembly binary .*paths/,
  );
  await expect(wasm({ paths: 'http://localhost:1/' }).activate()).rejects.toThrow(UnsupportedError);
  expect(tf.getBackend()).toBe('cpu');
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
});

test('the binary is found without configuration, and kernels are right', async () => {
  const spies = printed();
  expect(await wasm().available()).toEqual({ available: true });
  expect((await useBackend(wasm(), cpu())).name).toBe('wasm');
  const x = tf.ones([2, 50, 60]);
  const y = tf.ones([2, 49, 60]);
  const z = await tf.fused.matMul({ a: x, b: y, transposeB: true, bias: tf.ones([49]) }).data();
  expect(new Set(z)).toEqual(new Set([61]));
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
});

test('threads stay off in a page that is not isolated', async () => {
  await wasm().activate();
  expect(crossOriginIsolated).toBe(false);
  expect(await chooseBinary(4)).toBe('tfjs-backend-wasm-simd.wasm');
});

test('addresses', () => {
  expect(locate('tfjs-backend-wasm.wasm', 'https://host/folder')).toBe('https://host/folder/tfjs-backend-wasm.wasm');
  expect(locate('tfjs-backend-wasm.wasm', 'https://host/folder/')).toBe('https://host/folder/tfjs-backend-wasm.wasm');
  const paths = { 'tfjs-backend-wasm-simd.wasm': 'blob:x' } as const;
  expect(locate('tfjs-backend-wasm-simd.wasm', paths)).toBe('blob:x');
  expect(locate('tfjs-backend-wasm.wasm', paths)).toMatch(/^http.*tfjs-backend-wasm\.wasm/);
});
