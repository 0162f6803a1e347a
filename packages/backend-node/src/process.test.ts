import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { addonUrl, isAbsent } from './addon.fixture';

const root = fileURLToPath(new URL('..', import.meta.url));

const program = `
import { node } from '@jensenjs/backend-node';
import { inspectBackends, useBackend } from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
console.warn = console.error = console.log;
const backend = node({ load: () => import(process.env.ADDON) });
const { name } = await useBackend(backend);
const [row] = (await inspectBackends(backend)).rows;
const slope = tf.grad((x) => tf.sum(tf.conv2d(x, tf.ones([2, 2, 1, 1]), 1, 1)))(tf.ones([1, 3, 3, 1]));
console.log(name, row.inUse, /^TensorFlow: 2/.test(row.details), tf.getBackend(), (await slope.data()).join());
`;

/** Both streams of a program that uses the built package. */
const outputOf = (environment: Record<string, string>): string =>
  execFileSync('/bin/sh', ['-c', '"$NODE" --no-deprecation --input-type=module --eval "$PROGRAM" 2>&1'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...environment, PATH: process.env.PATH, NODE: process.execPath, PROGRAM: program, ADDON: addonUrl },
  });

const result = 'node true true tensorflow 4,4,4,4,4,4,4,4,4';

test.skipIf(isAbsent)('the built package computes, tells of itself, and prints nothing', () => {
  expect(outputOf({}).trim()).toBe(result);
});

test.skipIf(isAbsent)('TensorFlow speaks where it is asked to', () => {
  const output = outputOf({ TF_CPP_MIN_LOG_LEVEL: '0' });
  expect(output).toContain(result);
  expect(output).toMatch(/I tensorflow\/core/);
});
