import { UnsupportedError, useBackend } from '@jensenjs/core';
import { findBackendFactory, getBackend } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { cpu } from '../../backend-cpu/src/cpu';
import { webgl } from './webgl';

const refusal = 'WebGL is there in browsers only: use wasm(), node() or cpu() here';

test('in Node it says what to use instead, and loads nothing', async () => {
  expect(await webgl().available()).toEqual({ available: false, reason: refusal });
  expect(await useBackend(webgl(), cpu())).toEqual({
    name: 'cpu',
    reason: `Using cpu. webgl was skipped: ${refusal}.`,
    skipped: [{ name: 'webgl', reason: refusal }],
  });
  await expect(webgl().activate()).rejects.toThrow(UnsupportedError);
  expect(findBackendFactory('webgl')).toBeNull();
  expect(getBackend()).toBe('cpu');
});
