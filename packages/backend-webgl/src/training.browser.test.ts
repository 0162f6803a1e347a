import { useBackend } from '@jensenjs/core';
import { expect, test } from 'vitest';
import { cpu } from '../../backend-cpu/src/cpu';
import { trainAutoEncoder } from '../../../tools/testing/src/contracts/auto-encoder';

test('a variational auto-encoder learns the same on webgl, in a worker, as on cpu', async () => {
  await useBackend(cpu());
  const expected = await trainAutoEncoder(4);
  expect(expected.at(-1)).toBeGreaterThan(expected[0] as number);

  const worker = new Worker(new URL('./training.worker.fixture.ts', import.meta.url), { type: 'module' });
  const inWorker = await new Promise<{ reason: string; bounds: number[] }>((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data as { reason: string; bounds: number[] }));
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
  });
  worker.terminate();
  expect(inWorker.reason).toContain('Using webgl');

  // Of a bound of hundreds of nats, after some steps of rounding.
  inWorker.bounds.forEach((bound, epoch) => expect(Math.abs(bound - (expected[epoch] as number))).toBeLessThan(0.5));
});
