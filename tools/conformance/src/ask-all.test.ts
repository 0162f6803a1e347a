import { expect, it, vi } from 'vitest';
import { askAll } from './ask-all';
import type { Outcome } from './side/outcome';

const right: Outcome = { numbers: {} };

it('asks one by one what hangs, and starts again after what breaks a backend', async () => {
  const questions = Array.from({ length: 100 }, (_, i) => i);
  const restart = vi.fn(() => Promise.resolve());
  const ask = vi.fn((chunk: readonly number[]): Promise<Outcome[]> => {
    if (chunk.includes(70)) return Promise.reject(new Error('took too long'));
    return Promise.resolve(chunk.map((i) => (i === 10 ? { error: 'memory access out of bounds' } : right)));
  });
  const answers = await askAll(questions, ask, restart);
  expect(answers.map((answer, i) => ('error' in answer ? [i, answer.error] : [])).flat()).toEqual([
    10,
    'memory access out of bounds',
    70,
    'took too long',
  ]);
  expect(answers).toHaveLength(100);
  // After 10, before asking again those beside 70, and after 70 itself.
  expect(restart).toHaveBeenCalledTimes(3);
});
