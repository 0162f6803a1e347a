// The built application in processes of its own, as a user runs it.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HostArray } from '@jensenjs/core';
import { decodeCheckpoint, encodeCheckpoint } from '@jensenjs/train';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Summary } from './summary';

const app = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const base = mkdtempSync(join(tmpdir(), 'jensen-train-'));
/** 7 steps in an epoch, some tenths of a second in all. */
const tiny = '--limit 256 --epochs 3 --batch 32 --hidden 32 --latent 2 --nll-images 20 --nll-samples 10'.split(' ');
/** Long enough to be stopped in the middle. */
const longer = [...tiny, '--epochs', '20', '--report-every', '2'];

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const env = { ...process.env, FORCE_COLOR: undefined, NODE_OPTIONS: undefined };
  const child = spawn(process.execPath, [app, ...args], { cwd: base, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.stderr += chunk));
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, ...text })),
  );
  return { child, ended };
}

const run = (...args: string[]): Promise<Ended> => start(args).ended;

/** Runs until the log has so many lines, then sends a signal. */
async function stopAt(lines: number, signal: NodeJS.Signals, folder: string, args: readonly string[]): Promise<Ended> {
  const { child, ended } = start([...args, '--out', folder]);
  const file = join(folder, 'metrics.jsonl');
  const timer = setInterval(() => {
    if (existsSync(file) && readFileSync(file, 'utf8').split('\n').length > lines) {
      clearInterval(timer);
      child.kill(signal);
    }
  }, 5);
  const result = await ended;
  clearInterval(timer);
  return result;
}

const TIMES = ['examplesPerSecond', 'secondsElapsed', 'secondsRemaining'];

/** The log of a run without its times. */
function logOf(folder: string): Record<string, unknown>[] {
  const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const entries = Object.entries(JSON.parse(line) as Record<string, unknown>);
    return Object.fromEntries(entries.filter(([name]) => !TIMES.includes(name)));
  });
}

function summaryOf(folder: string): Summary {
  return JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')) as Summary;
}

/** What does not depend on the clock. */
function figuresOf(folder: string): Partial<Summary> {
  const { seconds: _, trainSeconds: __, imagesPerSecond: ___, ...figures } = summaryOf(folder);
  return figures;
}

/** Every file of a folder with its contents. */
function contentsOf(folder: string): Record<string, string> {
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  return Object.fromEntries(readdirSync(folder).map((name) => [name, hash(name)]));
}

const folder = (name: string): string => join(base, name);

beforeAll(() => {
  if (!existsSync(app))
    throw new Error('The application is not built: pnpm exec turbo run build --filter=@jensenjs/app-train');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('a run', () => {
  let ended: Ended;
  beforeAll(async () => {
    ended = await run(...tiny, '--out', folder('run'));
  }, 60_000);

  test('ends well and says what it did, on plain lines, and nothing else', () => {
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^Data +glyphs\n/);
    expect(ended.stdout).toMatch(/epoch 3\/3 {2}bound −\d+\.\d\d {2}reconstruction −\d+\.\d\d {2}KL \d+\.\d\d/);
    expect(ended.stdout).toMatch(/test bound {2}−\d+\.\d\d ± \d+\.\d\d nats \(256 images\)/);
    expect(ended.stdout).toContain('run/report.html');
    expect(ended.stdout).not.toContain('\x1b');
  });

  test('leaves its five files', () => {
    for (const name of ['report.html', 'samples.png', 'metrics.jsonl', 'checkpoint.safetensors', 'summary.json'])
      expect(readdirSync(folder('run'))).toContain(name);
    const { width, height } = decode(readFileSync(join(folder('run'), 'samples.png')));
    expect([width, height]).toEqual([918, 918]);
    expect(readFileSync(join(folder('run'), 'report.html'), 'utf8')).toMatch(/<h1>A VAE on glyphs<\/h1>/);
  });

  test('its summary holds the figures and what they are of', () => {
    const summary = summaryOf(folder('run'));
    expect(summary).toMatchObject({
      data: 'glyphs',
      engine: 'eager',
      backend: 'wasm',
      seed: 1,
      steps: 21,
      epochs: 3,
      trainImages: 231,
      validationImages: 25,
      testImages: 256,
      testBoundSamples: 10,
      testNllSamples: 10,
      testNllImages: 20,
      stopReason: 'epochs',
      // 784·32 + 32, 32·4 + 4, 2·32 + 32, 32·784 + 784
      parameters: 51_220,
    });
    for (const value of Object.values(summary))
      expect(value).toSatisfy((v) => typeof v === 'string' || Number.isFinite(v));
    expect(summary.testBoundError).toBeGreaterThan(0);
    // An importance-weighted estimate is above the bound by more than its noise after so little training.
    expect(-(summary.testNll ?? 0)).toBeGreaterThan(summary.testBound);
    // 784 fair coins for the pixels would give 784 log 2.
    expect(summary.testBound).toBeGreaterThan(-784 * Math.LN2);
  });

  test('the log goes up in steps and tells of validation at the ends of epochs', () => {
    const log = logOf(folder('run'));
    expect(log.map(({ step }) => step)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
    expect(log.filter(({ validation }) => validation).map(({ step }) => step)).toEqual([7, 14, 21]);
  });

  test('the same settings give the same numbers, another seed gives others', async () => {
    const [again, other] = await Promise.all([
      run(...tiny, '--out', folder('again')),
      run(...tiny, '--seed', '2', '--out', folder('other')),
    ]);
    expect([again.code, other.code]).toEqual([0, 0]);
    expect(logOf(folder('again'))).toEqual(logOf(folder('run')));
    expect(figuresOf(folder('again'))).toEqual(figuresOf(folder('run')));
    expect(readFileSync(join(folder('again'), 'samples.png'))).toEqual(
      readFileSync(join(folder('run'), 'samples.png')),
    );
    expect(figuresOf(folder('other')).testBound).not.toBe(figuresOf(folder('run')).testBound);
  });

  test('nothing is written over it without leave', async () => {
    const before = contentsOf(folder('run'));
    const refused = await run(...tiny, '--out', folder('run'));
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/--out: .*run already holds a run/);
    const finished = await run('--resume', folder('run'));
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(finished.stdout).toContain('is finished after 3 epochs');
    expect(contentsOf(folder('run'))).toEqual(before);
  });
});

describe('an interrupted run', () => {
  beforeAll(async () => {
    expect(await run(...longer, '--quiet', '--out', folder('whole'))).toMatchObject({ code: 0, stderr: '' });
  }, 60_000);

  test('killed and resumed, it has the numbers of one that was not', async () => {
    const killed = await stopAt(40, 'SIGKILL', folder('killed'), longer);
    expect(killed.signal).toBe('SIGKILL');
    expect(existsSync(join(folder('killed'), 'summary.json'))).toBe(false);
    const resumed = await run('--resume', folder('killed'), '--quiet');
    expect(resumed).toMatchObject({ code: 0, stderr: '' });
    expect(logOf(folder('killed'))).toEqual(logOf(folder('whole')));
    expect(figuresOf(folder('killed'))).toEqual(figuresOf(folder('whole')));
  });

  test('Ctrl-C in the middle of an epoch writes a checkpoint and says how to go on', async () => {
    const stopped = await stopAt(31, 'SIGINT', folder('stopped'), longer);
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain('Stopping after this step.');
    expect(stopped.stderr).toMatch(/To go on: npm start -- --resume stopped\n$/);
    const resumed = await run('--resume', '--out', folder('stopped'), '--quiet');
    expect(resumed).toMatchObject({ code: 0, stderr: '' });
    expect(logOf(folder('stopped'))).toEqual(logOf(folder('whole')));
    expect(figuresOf(folder('stopped'))).toEqual(figuresOf(folder('whole')));
  });

  test('a terminal that is closed stops it like Ctrl-C', async () => {
    const stopped = await stopAt(31, 'SIGHUP', folder('closed'), longer);
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
    expect(stopped.code).toBe(143);
    expect(stopped.stderr).toMatch(/To go on: npm start -- --resume group\n$/);
    expect(existsSync(join(folder('group'), 'checkpoint.safetensors'))).toBe(true);
  });

  test('killed before its results were written, or while checkpoints were rotated, it is found and finished', async () => {
    cpSync(folder('whole'), folder('out/late'), { recursive: true });
    rmSync(join(folder('out/late'), 'checkpoint.safetensors'));
    writeFileSync(join(folder('out/late'), 'summary.json'), '{"steps":');
    expect(await run('--resume', '--quiet')).toMatchObject({ code: 0, stderr: '' });
    expect(logOf(folder('out/late'))).toEqual(logOf(folder('whole')));
    expect(figuresOf(folder('out/late'))).toEqual(figuresOf(folder('whole')));
    rmSync(folder('out/late'), { recursive: true });
  });

  test('goes on with the backend that it began with', async () => {
    expect(await run(...tiny, '--backend', 'cpu', '--quiet', '--out', folder('cpu'))).toMatchObject({ code: 0 });
    expect(await run('--resume', 'cpu', '--epochs', '4', '--quiet')).toMatchObject({ code: 0, stderr: '' });
    expect(summaryOf(folder('cpu')).backend).toBe('cpu');
  });

  test('is not resumed beside a log that lacks lines', async () => {
    cpSync(folder('whole'), folder('gap'), { recursive: true });
    const path = join(folder('gap'), 'metrics.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').split('\n').slice(0, 5).join('\n'));
    const refused = await run('--resume', 'gap', '--epochs', '30', '--quiet');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/gap\/metrics.jsonl: the line of step 8 is missing/);
  });

  test.skipIf(process.platform === 'win32')('a disk that takes a part of a file loses nothing', async () => {
    cpSync(folder('whole'), folder('full'), { recursive: true });
    const before = contentsOf(folder('full'));
    // A limit on the size of files, like a full disk, takes what fits and refuses the rest.
    const command = `ulimit -f 400; exec '${process.execPath}' '${app}' --resume full --epochs 21 --quiet`;
    const child = spawn('sh', ['-c', command], { cwd: base, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).toMatch(/^error: .*full\/checkpoint.safetensors: the checkpoint cannot be written \(EFBIG/);
    expect(code).toBe(1);
    const { 'metrics.jsonl': _log, ...rest } = contentsOf(folder('full'));
    expect(before).toMatchObject(rest);
  });

  test('goes on when nobody reads what it says', async () => {
    const { child, ended } = start([...tiny, '--out', folder('unheard')]);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
    expect(summaryOf(folder('unheard')).steps).toBe(21);
  });

  test('Ctrl-C right at a report, which every step here has, loses none of them', async () => {
    const often = [...longer, '--epochs', '10', '--report-every', '1'];
    const [stopped, whole] = await Promise.all([
      stopAt(31, 'SIGINT', folder('often'), often),
      run(...often, '--quiet', '--out', folder('often-whole')),
    ]);
    expect([stopped.code, whole.code]).toEqual([130, 0]);
    expect(await run('--resume', 'often', '--quiet')).toMatchObject({ code: 0, stderr: '' });
    expect(logOf(folder('often'))).toEqual(logOf(folder('often-whole')));
  });
});

describe('a run that is trained further', () => {
  const longer = [...tiny, '--epochs', '5', '--quiet'];
  beforeAll(async () => {
    const [first, whole] = await Promise.all([
      run(...tiny, '--quiet', '--out', folder('further')),
      run(...longer, '--out', folder('five')),
    ]);
    expect([first.code, whole.code]).toEqual([0, 0]);
    cpSync(folder('further'), folder('hurt'), { recursive: true });
  }, 60_000);

  test('has the numbers of one that was meant to be so long', async () => {
    expect(await run('--resume', folder('further'), '--epochs', '5', '--quiet')).toMatchObject({ code: 0, stderr: '' });
    expect(logOf(folder('further'))).toEqual(logOf(folder('five')));
    expect(figuresOf(folder('further'))).toEqual(figuresOf(folder('five')));
  });

  test('has them also from the checkpoint before a damaged one', async () => {
    writeFileSync(join(folder('hurt'), 'checkpoint.safetensors'), 'nonsense');
    const refused = await run('--resume', 'hurt', '--epochs', '5');
    expect(refused.code).toBe(1);
    const [, hint = ''] = /--resume (\S+)/.exec(refused.stderr) ?? [];
    expect(hint).toBe(join(folder('hurt'), 'checkpoint.1.safetensors'));
    expect(await run('--resume', hint, '--epochs', '5', '--quiet')).toMatchObject({ code: 0, stderr: '' });
    expect(figuresOf(folder('hurt'))).toEqual(figuresOf(folder('five')));
    expect(logOf(folder('hurt'))).toEqual(logOf(folder('five')));
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

describe('data in a directory', () => {
  /** The four files of MNIST, with images of 6×4 pixels. */
  function writeData(directory: string, shift: number): void {
    mkdirSync(directory);
    for (const [part, count] of [
      ['train', 60],
      ['t10k', 30],
    ] as const) {
      const numbers = (...values: number[]) =>
        Buffer.concat(values.map((v) => Buffer.from(Uint32Array.of(v).buffer).swap32()));
      const pixels = Buffer.from(Array.from({ length: count * 24 }, (_, i) => ((i * i + shift) % 7) * 42));
      writeFileSync(join(directory, `${part}-images-idx3-ubyte`), Buffer.concat([numbers(0x803, count, 6, 4), pixels]));
      const labels = Buffer.from(Array.from({ length: count }, (_, i) => i % 10));
      writeFileSync(join(directory, `${part}-labels-idx1-ubyte`), Buffer.concat([numbers(0x801, count), labels]));
    }
  }
  const small = '--epochs 2 --batch 20 --hidden 8,6 --latent 3 --nll-images 0 --patience 1 --schedule cosine'.split(
    ' ',
  );

  test('is learnt from at its own size, and a run is not resumed on other data', async () => {
    writeData(folder('idx'), 0);
    writeData(folder('idx2'), 1);
    const ended = await run('--data', 'idx', ...small);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/Network +24–8–6–3–6–8–24\n/);
    expect(summaryOf(folder('out/idx-seed1'))).toMatchObject({
      data: 'idx',
      trainImages: 54,
      validationImages: 6,
      testImages: 30,
      testNll: null,
      steps: 4,
    });
    const other = await run('--resume', 'out/idx-seed1', '--data', 'idx2', '--nll-images', '5');
    expect(other).toMatchObject({ code: 2, stdout: '' });
    expect(other.stderr).toMatch(/--data: the images of .*idx2 are not those that the run was trained on/);
    const longer = await run('--resume', '--epochs', '3');
    expect(longer.code).toBe(2);
    expect(longer.stderr).toContain('--epochs: the cosine schedule of the run ends after 2 epochs, got 3');
    // Other figures of the trained model: the latest run is meant, and it is not trained again.
    const more = await run('--resume', '--nll-images', '5', '--quiet');
    expect(more).toMatchObject({ code: 0, stderr: '' });
    expect(summaryOf(folder('out/idx-seed1'))).toMatchObject({ steps: 4, testNllImages: 5 });
  });
});

describe('refusals come before training, and change nothing', () => {
  beforeAll(() => {
    cpSync(folder('run'), folder('kept'), { recursive: true });
    writeFileSync(join(base, 'file'), '');
    mkdirSync(join(base, 'empty'));
    mkdirSync(join(base, 'damaged'));
    mkdirSync(join(base, 'begun'));
    writeFileSync(join(base, 'begun', 'metrics.jsonl'), '');
    const bytes = readFileSync(join(folder('kept'), 'checkpoint.safetensors'));
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    writeFileSync(join(base, 'damaged', 'checkpoint.safetensors'), bytes);
  });

  test.each<[string[], number, RegExp]>([
    [['--epoch', '3'], 2, /unknown option '--epoch' \(Did you mean --epochs\?\)/],
    [['--limit', '0'], 2, /--limit: expected a whole number from 1/],
    [['--limit', '100', '--batch', '128'], 2, /--batch: expected at most 90, the images to train on, got 128/],
    [['--limit', '20', '--validation', '20'], 2, /--validation: expected fewer than the 20 images/],
    [['--data', 'nowhere'], 1, /nowhere: the directory cannot be read/],
    [['--data', 'empty'], 1, /empty: expected train-images-idx3-ubyte.*The directory holds nothing/],
    [['--limit', '64', '--batch', '8', '--out', 'file/below'], 2, /--out: cannot write into .*file\/below/],
    [['--resume', 'nowhere'], 2, /--resume: there is no .*nowhere/],
    [['--resume', 'empty'], 2, /--resume: .*empty holds no checkpoint/],
    [['--resume', 'begun'], 2, /--resume: .*begun holds no checkpoint.*Begin anew: --out .*begun --overwrite/],
    [['--resume', 'kept/report.html'], 1, /kept\/report.html: does not begin like a safetensors file/],
    [['--resume', ''], 2, /--resume: expected a path, got an empty text/],
    [['5'], 2, /expected options only, got '5'.*npm start -- --epochs 5/],
    [['--resume', 'damaged'], 1, /damaged\/checkpoint.safetensors: does not match its checksum/],
    [
      ['--resume', 'kept', '--latent', '3', '--seed', '9'],
      2,
      /--latent 3 \(the run has 2\), --seed 9 \(the run has 1\)/,
    ],
    [['--resume', 'kept', '--data', 'nowhere', '--epochs', '4'], 1, /nowhere: the directory cannot be read/],
    [['--resume', 'kept', '--epochs', '2'], 2, /--epochs: expected at least 3, where the checkpoint is, got 2/],
    [['--resume', 'kept', '--out', 'elsewhere'], 2, /--out: a resumed run goes on in its own folder/],
  ])('%j', async (args, code, message) => {
    const before = [contentsOf(folder('kept')), contentsOf(folder('damaged')), readdirSync(base)];
    const ended = await run(...args);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toMatch(/\n +at /);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect([contentsOf(folder('kept')), contentsOf(folder('damaged')), readdirSync(base)]).toEqual(before);
  });
});
