// What a run leaves, and that it comes out the same.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { beforeAll, describe, expect, test } from 'vitest';
import { contentsOf, type Ended, figuresOf, logOf, picturesOf, summaryOf, runsAside } from './testing/app.fixture';

const { folder, run, start } = runsAside();
/** 7 steps in an epoch, some tenths of a second in all. */
const tiny = '--limit 128 --epochs 3 --batch 16 --hidden 32 --latent 2 --nll-images 20 --nll-samples 10'.split(' ');

describe('a run', () => {
  let ended: Ended;
  beforeAll(async () => {
    ended = await run(...tiny, '--out', folder('run'));
  }, 60_000);

  test('ends well and says what it did, on plain lines, and nothing else', () => {
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^Data +glyphs\n/);
    expect(ended.stdout).toMatch(/epoch 3\/3 {2}bound −\d+\.\d\d {2}reconstruction −\d+\.\d\d {2}KL \d+\.\d\d/);
    expect(ended.stdout).toMatch(/test bound {2}−\d+\.\d\d ± \d+\.\d\d nats \(128 images\)/);
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
      model: 'vae',
      network: 'mlp',
      engine: 'compiled',
      backend: 'wasm',
      seed: 1,
      steps: 21,
      epochs: 3,
      estimator: 'elbo',
      trainImages: 116,
      validationImages: 12,
      testImages: 128,
      testBoundSamples: 10,
      testNllSamples: 10,
      testNllImages: 20,
      stopReason: 'epochs',
      // 784·32 + 32, 32·4 + 4, 2·32 + 32, 32·784 + 784
      parameters: 51_220,
    });
    for (const value of Object.values(summary))
      expect(value).toSatisfy((v) => typeof v === 'string' || Number.isFinite(v));
    const { testBound = Number.NaN, testBoundError, testNll } = summary;
    expect(testBoundError).toBeGreaterThan(0);
    // An importance-weighted estimate is above the bound by more than its noise after so little training.
    expect(-(testNll ?? 0)).toBeGreaterThan(testBound);
    // 784 fair coins for the pixels would give 784 log 2.
    expect(testBound).toBeGreaterThan(-784 * Math.LN2);
    expect(summary).not.toHaveProperty('discriminatorLoss');
  });

  test('the log goes up in steps and tells of validation at the ends of epochs', () => {
    const log = logOf(folder('run'));
    expect(log.map(({ step }) => step)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
    expect(log.filter(({ validation }) => validation).map(({ step }) => step)).toEqual([7, 14, 21]);
  });

  test('the same settings give the same numbers, another seed gives others', async () => {
    const [again, other] = await Promise.all([
      run(...tiny, '--out', folder('again')),
      run(...tiny, '--seed', '2', '--epochs', '1', '--out', folder('other')),
    ]);
    expect([again.code, other.code]).toEqual([0, 0]);
    expect(logOf(folder('again'))).toEqual(logOf(folder('run')));
    expect(figuresOf(folder('again'))).toEqual(figuresOf(folder('run')));
    expect(picturesOf(folder('again'))).toEqual(picturesOf(folder('run')));
    expect(logOf(folder('other'))[0]).not.toEqual(logOf(folder('run'))[0]);
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

test('a run goes on when nobody reads what it says', async () => {
  const { child, ended } = start([...tiny, '--epochs', '1', '--nll-images', '0', '--out', folder('unheard')]);
  child.stdout?.once('data', () => child.stdout?.destroy());
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
  expect(summaryOf(folder('unheard')).steps).toBe(7);
});
