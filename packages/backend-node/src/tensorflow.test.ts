import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnsupportedError, useBackend } from '@jensenjs/core';
import {
  env,
  findBackendFactory,
  getBackend,
  getGradient,
  type KernelBackend,
  Pow,
  registerBackend,
  registerGradient,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { afterEach, expect, test, vi } from 'vitest';
import { cpu } from '../../backend-cpu/src/cpu';
import { node } from './tensorflow';

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await cpu().activate();
  if (findBackendFactory('tensorflow')) removeBackend('tensorflow');
});

/** What importing tfjs-node does: it registers its backend, takes it into use, and brings tfjs's own gradients. */
const working = async (): Promise<void> => {
  if (!findBackendFactory('tensorflow'))
    registerBackend('tensorflow', () => ({ dispose: () => undefined }) as KernelBackend, 3);
  await setBackend('tensorflow');
  registerGradient({ kernelName: Pow, gradFunc: () => ({}) });
};
const failing = (message: string) => (): Promise<never> => Promise.reject(new Error(message));

test('is used where tfjs-node is, with the corrected gradients', async () => {
  const corrected = getGradient(Pow).gradFunc;
  expect(await useBackend(node({ load: working }), cpu())).toEqual({
    name: 'node',
    reason: 'Using node, the first choice.',
    skipped: [],
  });
  expect(getBackend()).toBe('tensorflow');
  expect(getGradient(Pow).gradFunc).toBe(corrected);
});

test('to ask whether it is there leaves the backend that was in use, and the corrected gradients', async () => {
  const corrected = getGradient(Pow).gradFunc;
  expect(await node({ load: working }).available()).toEqual({ available: true });
  expect(getBackend()).toBe('cpu');
  expect(getGradient(Pow).gradFunc).toBe(corrected);
});

const missing = failing("Cannot find package '@tensorflow/tfjs-node' imported from /x.js");
const absent = /tfjs-node is not installed: npm install --ignore-scripts .* npx jensen-build-tfjs-node .* use wasm\(\)/;

test.each([
  ['not installed, said by the loader of this test', undefined, absent],
  ['not installed, said by Node', missing, absent],
  [
    'without its native library',
    failing('The Node.js native addon module (tfjs_binding.node) can not be found at path: /x \nPlease run command …'),
    /installed but cannot be loaded \(The Node\.js native addon .* at path: \/x\)\. .* npx jensen-build-tfjs-node .* use wasm\(\)/,
  ],
  [
    'without one of its own dependencies',
    failing("Cannot find module '@tensorflow/tfjs'\nRequire stack:\n- '@tensorflow/tfjs-node'"),
    /installed but cannot be loaded \(Cannot find module '@tensorflow\/tfjs'\)/,
  ],
  ['on another tfjs-core', () => Promise.resolve({}), /registered no backend .* this copy of tfjs-core/],
] as const)('%s: says so and what to do', async (_, load, reason) => {
  const backend = node(load ? { load } : {});
  expect(await backend.available()).toEqual({ available: false, reason: expect.stringMatching(reason) });
  await expect(backend.activate()).rejects.toThrow(UnsupportedError);
  expect((await useBackend(backend, cpu())).name).toBe('cpu');
});

test('outside Node it loads nothing', async () => {
  const load = vi.fn(working);
  env().set('IS_NODE', false);
  expect(await node({ load }).available()).toMatchObject({ reason: expect.stringContaining('in Node only') });
  expect(await node({ load }).details?.()).toEqual({});
  env().set('IS_NODE', true);
  expect(load).not.toHaveBeenCalled();
});

test.each([
  ['is silent', undefined, '2'],
  ['speaks where it is asked to', '0', '0'],
])('TensorFlow %s', async (_, given, expected) => {
  vi.stubEnv('TF_CPP_MIN_LOG_LEVEL', given);
  const seen: unknown[] = [];
  const load = (): Promise<void> => {
    seen.push(process.env.TF_CPP_MIN_LOG_LEVEL);
    return working();
  };
  await node({ load }).available();
  expect(seen).toEqual([expected]);
});

test('functions that Node 23 has removed are there again, and others stay', async () => {
  const isArray = vi.fn();
  const util: Record<string, (value?: unknown) => unknown> = { isArray };
  const builtin = process.getBuiltinModule.bind(process);
  vi.spyOn(process, 'getBuiltinModule').mockImplementation((name: string) =>
    name === 'node:util' ? util : builtin(name),
  );
  await node({ load: working }).available();
  expect([null, undefined, 0, ''].map((value) => util.isNullOrUndefined?.(value))).toEqual([true, true, false, false]);
  expect(util.isArray).toBe(isArray);
});

test('bundlers for browsers leave tfjs-node alone', async () => {
  const entry = fileURLToPath(new URL('./index.ts', import.meta.url));
  const { warnings, outputFiles } = await esbuild({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    external: ['@jensenjs/*', '@tensorflow/tfjs-core'],
    write: false,
    logLevel: 'silent',
  });
  expect(warnings).toEqual([]);
  expect(outputFiles[0]?.text).toMatch(/import\(\s*(\/\*.*?\*\/\s*)*library\s*\)/s);

  const outDir = mkdtempSync(join(tmpdir(), 'jensen-node-'));
  const warned: string[] = [];
  await vite({
    configFile: false,
    logLevel: 'silent',
    build: {
      outDir,
      lib: { entry, formats: ['es'], fileName: 'bundle' },
      rolldownOptions: {
        external: [/^@jensenjs\//, '@tensorflow/tfjs-core'],
        onwarn: ({ message }) => warned.push(message),
      },
    },
  });
  rmSync(outDir, { recursive: true });
  expect(warned).toEqual([]);
});
