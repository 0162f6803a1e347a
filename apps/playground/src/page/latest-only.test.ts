import { expect, test } from 'vitest';
import { latestOnly } from './latest-only';

test('runs one at a time, and of those that came meanwhile only the last', async () => {
  const seen: number[] = [];
  const ends: (() => void)[] = [];
  const run = latestOnly<number>(async (argument) => {
    seen.push(argument);
    await new Promise<void>((resolve) => ends.push(resolve));
  });
  const first = run(1);
  void run(2);
  void run(3);
  expect(seen).toEqual([1]);
  ends[0]?.();
  await expect.poll(() => seen).toEqual([1, 3]);
  ends[1]?.();
  await first;
  void run(4);
  expect(seen).toEqual([1, 3, 4]);
});

test('goes on after a task that failed', async () => {
  const run = latestOnly<number>((argument) => (argument < 0 ? Promise.reject(new Error('no')) : Promise.resolve()));
  await expect(run(-1)).rejects.toThrow('no');
  await expect(run(1)).resolves.toBeUndefined();
});
