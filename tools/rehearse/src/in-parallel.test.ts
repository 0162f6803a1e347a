import { expect, it } from 'vitest';
import { inParallel } from './in-parallel.mjs';

it('runs every task, and no more at a time than the limit', async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  const tasks = Array.from({ length: 7 }, (_, i) => async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
    done.push(i);
  });
  await inParallel(3, tasks);
  expect(new Set(done)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
  expect(most).toBe(3);
});

it('rejects with the first that rejects', async () => {
  await expect(inParallel(2, [async () => {}, () => Promise.reject(new Error('second'))])).rejects.toThrow('second');
});
