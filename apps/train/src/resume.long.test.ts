// Runs that were stopped, and what they are when they have been resumed.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostArray } from '@jensenjs/core';
import { decodeCheckpoint, encodeCheckpoint } from '@jensenjs/train';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { app, contentsOf, figuresOf, logOf, picturesOf, summaryOf, runsAside } from './testing/app.fixture';

const { base, folder, run, start, stopAt } = runsAside();
/** 7 steps in an epoch, some tenths of a second in all. */
const tiny = '--limit 128 --epochs 3 --batch 16 --hidden 32 --latent 2 --nll-images 20 --nll-samples 10'.split(' ');

/** That two folders hold the same run, times apart. */
function expectSame(name: string, as: string): void {
  expect(logOf(folder(name))).toEqual(logOf(folder(as)));
  expect(figuresOf(folder(name))).toEqual(figuresOf(folder(as)));
  expect(picturesOf(folder(name))).toEqual(picturesOf(folder(as)));
}

describe('an interrupted run', () => {
  /** Long enough to be stopped in the middle. */
  const longer = [...tiny, '--epochs', '10', '--report-every', '2'];
  beforeAll(async () => {
    expect(await run(...longer, '--quiet', '--out', folder('whole'))).toMatchObject({ code: 0, stderr: '' });
  }, 60_000);

  test('killed and resumed, it has the numbers of one that was not', async () => {
    const killed = await stopAt(22, 'SIGKILL', 'killed', longer);
    expect(killed.signal).toBe('SIGKILL');
    expect(existsSync(join(folder('killed'), 'summary.json'))).toBe(false);
    expect(await run('--resume', folder('killed'), '--quiet')).toMatchObject({ code: 0, stderr: '' });
    expectSame('killed', 'whole');
  });

  test('Ctrl-C in the middle of an epoch writes a checkpoint and says how to go on', async () => {
    const stopped = await stopAt(18, 'SIGINT', 'stopped', longer);
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain('Stopping after this step.');
    expect(stopped.stderr).toMatch(/To go on: npm start -- --resume stopped\n$/);
    expect(await run('--resume', '--out', folder('stopped'), '--quiet')).toMatchObject({ code: 0, stderr: '' });
    expectSame('stopped', 'whole');
  });

  test('a terminal that is closed stops it like Ctrl-C', async () => {
    const stopped = await stopAt(9, 'SIGHUP', 'closed', longer);
    expect(stopped.code).toBe(129);
    expect(existsSync(join(folder('closed'), 'checkpoint.safetensors'))).toBe(true);
  });

  test('a request to end that comes several times at once, as to a group of processes, is one', async () => {
    const { child, ended } = start([...longer, '--out', folder('group')]);
    await vi.waitUntil(() => existsSync(join(folder('group'), 'metrics.jsonl')), { timeout: 20_000, interval: 5 });
    const again = setInterval(() => child.kill('SIGTERM'), 1);
    setTimeout(() => clearInterval(again), 50);
    child.kill('SIGTERM');
    const stopped = await ended;
    // A process that meets the last of them while it leaves has no code: shells say 143 of it all the same.
    expect(stopped.code ?? 143).toBe(143);
    expect(stopped.stderr).toMatch(/To go on: npm start -- --resume group\n$/);
    expect(existsSync(join(folder('group'), 'checkpoint.safetensors'))).toBe(true);
  });

  test('killed before its results were written, or while checkpoints were rotated, it is found and finished', async () => {
    cpSync(folder('whole'), folder('out/late'), { recursive: true });
    rmSync(join(folder('out/late'), 'checkpoint.safetensors'));
    writeFileSync(join(folder('out/late'), 'summary.json'), '{"steps":');
    expect(await run('--resume', '--quiet')).toMatchObject({ code: 0, stderr: '' });
    expectSame('out/late', 'whole');
    rmSync(folder('out/late'), { recursive: true });
  });

  test('is not resumed beside a log that lacks lines', async () => {
    cpSync(folder('whole'), folder('gap'), { recursive: true });
    const path = join(folder('gap'), 'metrics.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').split('\n').slice(0, 5).join('\n'));
    const refused = await run('--resume', 'gap', '--epochs', '11', '--quiet');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/gap\/metrics.jsonl: the line of step 8 is missing/);
  });

  test.skipIf(process.platform === 'win32')('a disk that takes a part of a file loses nothing', async () => {
    cpSync(folder('whole'), folder('full'), { recursive: true });
    const before = contentsOf(folder('full'));
    // A limit on the size of files, like a full disk, takes what fits and refuses the rest.
    const command = `ulimit -f 400; exec '${process.execPath}' '${app}' --resume full --epochs 11 --quiet`;
    const child = spawn('sh', ['-c', command], { cwd: base, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).toMatch(/^error: .*full\/checkpoint.safetensors: the checkpoint cannot be written \(EFBIG/);
    expect(code).toBe(1);
    const { 'metrics.jsonl': _log, ...rest } = contentsOf(folder('full'));
    expect(before).toMatchObject(rest);
  });
});

test('a run goes on with the backend that it began with', async () => {
  const small = '--limit 40 --batch 20 --hidden 4 --latent 1 --epochs 1 --nll-images 0 --test-samples 1 --quiet'.split(
    ' ',
  );
  expect(await run(...small, '--backend', 'cpu', '--out', folder('cpu'))).toMatchObject({ code: 0 });
  expect(await run('--resume', 'cpu', '--epochs', '2', '--quiet')).toMatchObject({ code: 0, stderr: '' });
  expect(summaryOf(folder('cpu')).backend).toBe('cpu');
});

test('a run goes on with the engine that it began with, whose bounds differ by rounding alone', async () => {
  const small = '--limit 64 --batch 16 --hidden 8 --latent 2 --epochs 1 --nll-images 0 --test-samples 1'.split(' ');
  const runs = ['eager', 'compiled'].map((engine) => run(...small, '--engine', engine, '--out', folder(engine)));
  const [eager, compiled] = await Promise.all(runs);
  expect(eager?.stdout).toMatch(/Training +step by step on wasm\n/);
  expect(compiled?.stdout).toMatch(/Training +compiled, by ONNX Runtime\n/);
  const [plain, fast] = ['eager', 'compiled'].map((name) =>
    logOf(folder(name)).map(({ metrics }) => (metrics as Record<string, number>)['model/bound']),
  );
  expect(fast).toHaveLength(3);
  fast?.forEach((bound, i) => expect(bound).toBeCloseTo(plain?.[i] as number, 2));
  expect(await run('--resume', 'eager', '--epochs', '2', '--quiet')).toMatchObject({ code: 0, stderr: '' });
  expect([summaryOf(folder('eager')).engine, summaryOf(folder('compiled')).engine]).toEqual(['eager', 'compiled']);
  expect(readFileSync(join(folder('eager'), 'report.html'), 'utf8')).toContain('--engine eager');
});

describe('a run that is trained further', () => {
  beforeAll(async () => {
    const [first, whole] = await Promise.all([
      run(...tiny, '--quiet', '--out', folder('further')),
      run(...tiny, '--epochs', '5', '--quiet', '--out', folder('five')),
    ]);
    expect([first.code, whole.code]).toEqual([0, 0]);
    cpSync(folder('further'), folder('hurt'), { recursive: true });
  }, 60_000);

  test('has the numbers of one that was meant to be so long', async () => {
    expect(await run('--resume', folder('further'), '--epochs', '5', '--quiet')).toMatchObject({ code: 0, stderr: '' });
    expectSame('further', 'five');
  });

  test('has them also from the checkpoint before a damaged one', async () => {
    writeFileSync(join(folder('hurt'), 'checkpoint.safetensors'), 'nonsense');
    const refused = await run('--resume', 'hurt', '--epochs', '5');
    expect(refused.code).toBe(1);
    const [, hint = ''] = /--resume (\S+)/.exec(refused.stderr) ?? [];
    expect(hint).toBe(join(folder('hurt'), 'checkpoint.1.safetensors'));
    expect(await run('--resume', hint, '--epochs', '5', '--quiet')).toMatchObject({ code: 0, stderr: '' });
    expectSame('hurt', 'five');
  });

  test('ends at a number that is not finite, and its last good checkpoint stays', async () => {
    cpSync(folder('five'), folder('nan'), { recursive: true });
    const file = join(folder('nan'), 'checkpoint.safetensors');
    const checkpoint = decodeCheckpoint(readFileSync(file));
    const name = 'model/parameters/generative/decoder/output/kernel';
    const kernel = checkpoint.state[name] as HostArray;
    const huge = { ...kernel, data: kernel.data.map(() => 3e38) };
    writeFileSync(file, encodeCheckpoint({ ...checkpoint, state: { ...checkpoint.state, [name]: huge } }));
    const before = readFileSync(file);
    const ended = await run('--resume', folder('nan'), '--epochs', '6', '--preview', 'never');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^error: train: .*(NaN|infinity|not finite)/);
    expect(ended.stderr).not.toMatch(/\n +at /);
    expect(readFileSync(file)).toEqual(before);
  });
});
