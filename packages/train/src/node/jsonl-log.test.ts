import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { key } from '@jensenjs/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../loop/report';
import { train } from '../loop/train';
import { plane, planeBatches } from '../plane.fixture';
import { fileStore } from './file-store';
import { jsonlLog } from './jsonl-log';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jensen-train-'));
  path = join(directory, 'metrics.jsonl');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const report = (step: number, more: Partial<Report> = {}): Report => ({
  step,
  epoch: 1,
  epochProgress: 0.5,
  metrics: { 'vae/bound': -100.25 },
  learningRates: { vae: 0.001 },
  ...more,
  examplesPerSecond: 10,
  secondsElapsed: 1,
  secondsRemaining: 2,
});
const lines = async (): Promise<Report[]> =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Report);

it('writes one line for each report, what is deterministic first', async () => {
  const log = await jsonlLog(join(directory, 'made', 'metrics.jsonl'));
  await log.write(report(1));
  await log.write(report(2, { validation: { perplexity: Infinity } }));
  await log.close();
  const [first, second, rest] = (await readFile(join(directory, 'made', 'metrics.jsonl'), 'utf8')).split('\n');
  expect(first).toBe(
    '{"step":1,"epoch":1,"epochProgress":0.5,"metrics":{"vae/bound":-100.25},"learningRates":{"vae":0.001},' +
      '"examplesPerSecond":10,"secondsElapsed":1,"secondsRemaining":2}',
  );
  expect(second).toContain('"validation":{"perplexity":"Infinity"}');
  expect(rest).toBe('');
});

it('begins anew unless it is resumed', async () => {
  await writeFile(path, 'an earlier file');
  const log = await jsonlLog(path);
  await log.write(report(5));
  await log.close();
  expect((await lines()).map(({ step }) => step)).toEqual([5]);
});

it('drops what a resumed run will give again, and what a crash cut short', async () => {
  const log = await jsonlLog(path);
  for (const step of [3, 5, 6]) await log.write(report(step));
  await log.write(report(7, { partial: true, stopReason: 'aborted' }));
  await log.close();
  await appendFile(path, '{"step":9,"epo');
  const resumed = await jsonlLog(path, { resumeAfterStep: 5 });
  await resumed.write(report(5)); // held already
  await resumed.write(report(6, { metrics: {} }));
  await resumed.close();
  expect((await lines()).map(({ step, metrics }) => [step, Object.keys(metrics).length])).toEqual([
    [3, 1],
    [5, 1],
    [6, 0],
  ]);
});

it('forgets where runs were stopped', async () => {
  const log = await jsonlLog(path);
  await log.write(report(3));
  await log.write(report(5, { stopReason: 'finished' }));
  await log.write(report(7, { partial: true, stopReason: 'aborted' }));
  await log.close();
  await (await jsonlLog(path, { resumeAfterStep: 7 })).close();
  expect(await lines()).toEqual([report(3), report(5)]);
});

it('begins empty when there is no earlier file', async () => {
  await (await jsonlLog(path, { resumeAfterStep: 7 })).close();
  expect(await readFile(path, 'utf8')).toBe('');
});

describe('refuses, leaving the file as it is,', () => {
  it.each([
    [
      'a damaged line',
      `${JSON.stringify(report(1))}\n{"step":2,\n${JSON.stringify(report(3))}\n`,
      /metrics.jsonl, line 2: is not JSON/,
    ],
    ['another kind of line', '{"epoch":1}\n', /line 1: is not a report of training/],
    ['null', 'null\n', /line 1: is not a report of training/],
  ])('%s', async (_, text, message) => {
    await writeFile(path, text);
    await expect(jsonlLog(path, { resumeAfterStep: 5 })).rejects.toThrow(message);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('a path that is a directory', async () => {
    await expect(jsonlLog(directory, { resumeAfterStep: 5 })).rejects.toMatchObject({ name: 'DataError' });
  });
});

describe('a run that was stopped at any step and resumed leaves the files of one that never was:', () => {
  const start = async (signal?: AbortSignal) => {
    const store = fileStore(directory, { keep: 2 });
    const resume = await store.latest();
    const reports = train({
      key: key(5),
      batches: planeBatches(),
      epochs: 3,
      reportEvery: 4,
      objectives: [plane().objective],
      checkpoints: { store, everySteps: 3, everyEpochs: 1 },
      resume,
      signal,
    });
    return { reports, log: await jsonlLog(path, resume ? { resumeAfterStep: resume.step } : {}) };
  };
  const finish = async (): Promise<object> => {
    const { reports, log } = await start();
    for await (const value of reports) await log.write(value);
    await log.close();
    const timeless = (await lines()).map((line) => {
      const { examplesPerSecond: _a, secondsElapsed: _b, secondsRemaining: _c, ...rest } = line;
      return rest;
    });
    return { log: timeless, checkpoint: await readFile(join(directory, 'checkpoint.safetensors')) };
  };

  it.each([4, 5, 8, 10, 12])('by a crash after step %d', async (crashAt) => {
    const expected = await finish();
    await rm(directory, { recursive: true });
    const { reports, log } = await start();
    for (;;) {
      const { value } = await reports.next();
      if (!value) throw new Error('the run ended before it was to crash');
      await log.write(value);
      // The loop is not left: what was written so far is all there is.
      if (value.step === crashAt) break;
    }
    await log.close();
    await appendFile(path, '{"step":');
    expect(await finish()).toEqual(expected);
  });

  it('by a crash after its end', async () => {
    const expected = await finish();
    expect(await finish()).toEqual(expected);
  });

  it.each([4, 8, 10, 12])('by a signal during the report of step %d', async (stopAt) => {
    const expected = await finish();
    await rm(directory, { recursive: true });
    const controller = new AbortController();
    const { reports, log } = await start(controller.signal);
    for await (const value of reports) {
      await log.write(value);
      if (value.step === stopAt) controller.abort();
    }
    await log.close();
    expect(await finish()).toEqual(expected);
  });
});
