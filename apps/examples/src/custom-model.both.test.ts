import { wasm } from '@jensenjs/backend-wasm';
import { key, useBackend } from '@jensenjs/core';
import { expect, it } from 'vitest';
import { trainCustomModel } from '../programs/custom-model.js';

// The file of example 5, unchanged, in Node and in Chromium.
it('trains to the same bounds in Node and in a browser', async () => {
  await useBackend(wasm());
  const [first, second] = await trainCustomModel(key(2), { epochs: 2 });
  expect(first).toBeCloseTo(BOUNDS[0], 1);
  expect(second).toBeCloseTo(BOUNDS[1], 1);
});

/** Found in Node; browsers compute with the same wasm code, and transcendental functions of the host may differ in the last bit. */
const BOUNDS = [-363.34769, -338.2275] as const;
