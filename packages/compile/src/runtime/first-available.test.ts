import { expect, test, vi } from 'vitest';
import { firstAvailable } from './first-available';
import { interpreter } from './interpreter';
import type { Runtime } from './runtime';

const runtime = (name: string, reason?: string): Runtime => ({
  name,
  available: vi.fn<Runtime['available']>(() =>
    Promise.resolve(reason === undefined ? { available: true } : { available: false, reason }),
  ),
  load: () => Promise.reject(new Error('not loaded here')),
});

test('takes the first runtime that works, and asks no further', async () => {
  const [absent, second, third] = [runtime('one', 'it is not installed'), runtime('two'), runtime('three')];
  expect(await firstAvailable('here', [absent, second, third])).toBe(second);
  expect(third.available).not.toHaveBeenCalled();
  const last = interpreter();
  expect(await firstAvailable('here', [absent, last])).toBe(last);
});

test('says of each why it does not work', async () => {
  const none = firstAvailable('here', [
    runtime('one', 'it is not installed'),
    runtime('two', 'there is no graphics card'),
  ]);
  await expect(none).rejects.toMatchObject({
    name: 'UnsupportedError',
    message: expect.stringMatching(
      /works here\. one: it is not installed\. two: there is no graphics card\. .*interpreter/,
    ),
  });
  await expect(firstAvailable('here', [])).rejects.toThrow(/expected at least one runtime, got none/);
});
