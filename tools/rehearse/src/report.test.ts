import { expect, it } from 'vitest';
import { createReport } from './report.mjs';

it('prints a line per step, and at the end why and with what log steps failed', async () => {
  const lines: string[] = [];
  const report = createReport(new AbortController().signal, (line: string) => lines.push(line));
  expect(await report.step('one', () => '13 packages')).toBe(true);
  const failure = Object.assign(new Error('npm ended with exit code 1'), { log: 'first\nlast line\n' });
  expect(await report.step('two', () => Promise.reject(failure))).toBe(false);
  expect(report.summary()).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(/ok +one: 13 packages \(\d+\.\d s\)/),
    expect.stringMatching(/FAIL +two: npm ended with exit code 1/),
    expect.stringMatching(/--- two\nnpm ended with exit code 1\nfirst\nlast line$/),
    expect.stringMatching(/1 passed, 1 failed in/),
  ]);
});

it('hands on what fails after it was stopped', async () => {
  const stop = new AbortController();
  const report = createReport(stop.signal, () => expect.unreachable());
  stop.abort();
  await expect(report.step('one', () => Promise.reject(new Error('killed')))).rejects.toThrow('killed');
});
