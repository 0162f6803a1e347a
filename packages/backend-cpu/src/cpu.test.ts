import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { engine, env, getBackend } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { cpu } from './cpu';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a program in Node against the built package; its output, both streams together. */
function runNode(program: string, kind: 'module' | 'commonjs'): string {
  return execFileSync(process.execPath, [`--input-type=${kind}`, '--eval', program], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test('activates, and leaves flags and tensors as they were', async () => {
  const backend = cpu();
  expect(await backend.available()).toEqual({ available: true });
  const before = [env().getBool('PROD'), engine().memory().numTensors];
  await backend.activate();
  expect(getBackend()).toBe('cpu');
  expect([env().getBool('PROD'), engine().memory().numTensors]).toEqual(before);
});

const body = `
  console.warn = console.error = console.log;
  const before = tf.engine().backendName;
  await cpu().activate();
  console.log(before, tf.getBackend(), (await tf.square(tf.tensor1d([3])).data())[0]);
`;

test.each([
  ['module', `import * as tf from '@tensorflow/tfjs-core'; import { cpu } from '@jensenjs/backend-cpu'; ${body}`],
  [
    'commonjs',
    `const tf = require('@tensorflow/tfjs-core'); const { cpu } = require('@jensenjs/backend-cpu'); (async () => { ${body} })();`,
  ],
] as const)('the built package prints nothing and changes nothing on import (%s)', (kind, program) => {
  expect(runNode(program, kind).trim()).toBe('undefined cpu 9');
});
