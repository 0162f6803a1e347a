import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { useBackend } from '@jensenjs/core';
import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { cpu } from '../../backend-cpu/src/cpu';
import { wasm } from './wasm';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = (file: string): string => fileURLToPath(new URL(`../dist/${file}`, import.meta.url));
const tfjs = fileURLToPath(new URL('../node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js', import.meta.url));

/** Runs a program in Node against the built package; its status and output, both streams together. */
function runNode(program: string, kind: 'module' | 'commonjs', cwd = root): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`--input-type=${kind}`, '--eval', program], {
    cwd,
    encoding: 'utf8',
  });
  return { status, output: (stdout + stderr).trim() };
}

test('activations that overlap all succeed', () => {
  const { output } = runNode(
    `import { wasm } from '@jensenjs/backend-wasm'; import * as tf from '@tensorflow/tfjs-core';
     await Promise.all([wasm().activate(), wasm().activate()]);
     console.log(tf.getBackend());`,
    'module',
  );
  expect(output).toBe('wasm');
});

const body = `
  const before = tf.engine().backendName;
  await wasm().activate();
  const y = tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]), false, true);
  console.log(before, tf.getBackend(), (await y.data()).join());
`;

test('useBackend takes wasm before cpu', async () => {
  expect(await useBackend(wasm(), cpu())).toEqual({
    name: 'wasm',
    reason: 'Using wasm, the first choice.',
    skipped: [],
  });
  expect(getBackend()).toBe('wasm');
  await setBackend('cpu');
  await wasm().activate();
  expect(getBackend()).toBe('wasm');
});

test.each([
  [
    'module',
    root,
    `import * as tf from '@tensorflow/tfjs-core'; import { wasm } from '@jensenjs/backend-wasm'; ${body}`,
  ],
  [
    'module',
    tmpdir(),
    `import tf from '${pathToFileURL(tfjs).href}'; import { wasm } from '${pathToFileURL(entry('index.js')).href}'; ${body}`,
  ],
  [
    'commonjs',
    root,
    `const tf = require('@tensorflow/tfjs-core'); const { wasm } = require('@jensenjs/backend-wasm'); (async () => { ${body} })();`,
  ],
  [
    'commonjs',
    tmpdir(),
    `const tf = require('${tfjs}'); const { wasm } = require('${entry('index.cjs')}'); (async () => { ${body} })();`,
  ],
] as const)('the built package finds its binary in Node and prints nothing (%s, in %s)', (kind, cwd, program) => {
  expect(runNode(program, kind, cwd)).toEqual({ status: 0, output: 'undefined wasm 3,3,3,3' });
});

test('ESM and CJS copies in one process share one backend', () => {
  const program = `
    import { createRequire } from 'node:module';
    import * as tf from '@tensorflow/tfjs-core';
    import { wasm } from '@jensenjs/backend-wasm';
    const other = createRequire(import.meta.url)('@jensenjs/backend-wasm');
    await wasm().activate();
    const first = tf.backend();
    await other.wasm().activate();
    console.log(tf.backend() === first);
  `;
  expect(runNode(program.replace('import.meta.url', "process.cwd() + '/x.js'"), 'module')).toEqual({
    status: 0,
    output: 'true',
  });
});

test('a missing binary is an error that says what to do, and the backend before it stays', () => {
  const program = `
    import * as tf from '@tensorflow/tfjs-core';
    import { cpu } from '${new URL('../../backend-cpu/dist/index.js', import.meta.url).href}';
    import { wasm } from '@jensenjs/backend-wasm';
    console.warn = () => undefined;
    await cpu().activate();
    const error = await wasm({ paths: '/nowhere' }).activate().catch((error) => error);
    console.log(error.name, error.message, tf.getBackend());
  `;
  const { output } = runNode(program, 'module');
  expect(output).toMatch(/^UnsupportedError wasm: tfjs could not start .*wasm\(\{ paths: … \}\)\. cpu$/);
});

test('uncaught errors keep their exit code', () => {
  const program = `
    import { wasm } from '@jensenjs/backend-wasm';
    await wasm().activate();
    setTimeout(() => { throw new Error('of the application'); });
  `;
  const { status, output } = runNode(program, 'module');
  expect(status).toBe(1);
  expect(output).toContain('of the application');
});

test('details tell the binary, and the memory once it has started', async () => {
  await setBackend('cpu');
  const { details } = wasm();
  await wasm().activate();
  expect(await details?.()).toEqual({
    version: '4.22.0',
    binary: 'tfjs-backend-wasm-simd.wasm',
    threads: 1,
    'bytes of memory': expect.any(Number) as number,
  });
  expect(await wasm({ threads: 4 }).details?.()).toMatchObject({
    threads: 1,
    note: 'computes with one thread, since this is no cross-origin isolated page',
  });
});
