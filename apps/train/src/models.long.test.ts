// Every kind of model and network by the built application: what it leaves, that it resumes exactly, and that its checkpoint
// gives the model back.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRun, runKeys } from '@jensenjs/app-models';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { pictureKeys } from './pictures/keys';
import { drawSheet, SHEET_COLUMNS } from './pictures/samples';
import { enlarge, mount, tile } from './pictures/raster';
import { figuresOf, logOf, picturesOf, summaryOf, runsAside } from './testing/app.fixture';

const { folder, run, stopAt } = runsAside();

/** 4 steps in an epoch, each of them reported. */
const CASES = {
  gan: '--model gan --network mlp --hidden 32,16 --latent 4 --batch 32 --limit 128 --epochs 5 --schedule constant',
  'conditional-gan': '--model conditional-gan --channels 4,8 --latent 4 --loss hinge --batch 16 --limit 64 --epochs 5',
  'conditional-vae':
    '--model conditional-vae --network conv --channels 4,8 --latent 3 --estimator iwae --importance-samples 3 ' +
    '--batch 16 --limit 70 --validation 6 --epochs 5 --nll-images 8 --nll-samples 4 --test-samples 2',
} as const;
type Case = keyof typeof CASES;
const argumentsOf = (name: Case): string[] => [...CASES[name].split(' '), '--report-every', '1', '--quiet'];

/** Killed in the third epoch or later, or stopped by Ctrl-C right at a report, which every step has. */
const STOPS = { gan: 'SIGINT', 'conditional-gan': 'SIGKILL', 'conditional-vae': 'SIGKILL' } as const;

describe.each(Object.keys(CASES) as Case[])('%s', (name) => {
  test('stopped and resumed, it has the numbers and pictures of one that was not', async () => {
    const [whole, stopped] = await Promise.all([
      run(...argumentsOf(name), '--out', folder(name)),
      stopAt(9, STOPS[name], `${name}-stopped`, argumentsOf(name)),
    ]);
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    expect(stopped.signal ?? stopped.code).toBe(STOPS[name] === 'SIGINT' ? 130 : 'SIGKILL');
    expect(await run('--resume', `${name}-stopped`, '--quiet')).toMatchObject({ code: 0, stderr: '' });
    expect(logOf(folder(`${name}-stopped`))).toEqual(logOf(folder(name)));
    expect(logOf(folder(name))).toHaveLength(20);
    expect(figuresOf(folder(`${name}-stopped`))).toEqual(figuresOf(folder(name)));
    expect(picturesOf(folder(`${name}-stopped`))).toEqual(picturesOf(folder(name)));
  });

  test('its checkpoint gives the model whose samples the run shows', async () => {
    const { built, stored } = await openRun(readFileSync(join(folder(name), 'checkpoint.safetensors')), name);
    expect(stored.shape).toEqual({ image: [28, 28, 1], classes: 10 });
    const sheet = await drawSheet(pictureKeys(runKeys(stored.settings.seed).pictures).sheet, built);
    built.dispose();
    const expected = enlarge(mount(tile(sheet, { columns: SHEET_COLUMNS }), { margin: 4, grey: 48 }), 3);
    const shown = decode(readFileSync(join(folder(name), 'samples.png')));
    expect([shown.width, shown.height]).toEqual([expected.width, expected.height]);
    // Another backend than the run's may round a pixel the other way.
    const furthest = expected.data.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (shown.data[i] ?? 999))),
      0,
    );
    expect(furthest).toBeLessThanOrEqual(1);
  });

  test('its report shows what belongs to it, and its summary no figure of another family', () => {
    const html = readFileSync(join(folder(name), 'report.html'), 'utf8');
    const isGan = name !== 'conditional-vae';
    expect(html.includes('<h2>Samples over time</h2>')).toBe(isGan);
    expect(html.includes('<h2>A walk through latent space</h2>')).toBe(!isGan);
    expect(html.includes('<h2>Samples by label</h2>')).toBe(name !== 'gan');
    const summary = summaryOf(folder(name));
    expect(summary).toMatchObject({ model: name, epochs: 5, steps: 20, trainImages: name === 'gan' ? 128 : 64 });
    const own = isGan
      ? [summary.discriminatorLoss, summary.discriminatorReal, summary.discriminatorFake, summary.generatorLoss]
      : [summary.trainBound, summary.validationBound, summary.testBound, summary.testNll, summary.activeDimensions];
    for (const figure of own) expect(figure).toSatisfy(Number.isFinite);
    expect(Object.hasOwn(summary, 'testBound')).toBe(!isGan);
    expect(Object.hasOwn(summary, 'generatorLoss')).toBe(isGan);
  });
});

test('a GAN keeps what it drew at the end of some epochs, and a longer run the same', async () => {
  const moments = (name: string) => readdirSync(join(folder(name), 'samples')).sort();
  expect(moments('gan')).toEqual([0, 1, 2, 3, 4, 5].map((epoch) => `epoch-000${epoch}.png`));
  const before = picturesOf(folder('gan'));
  const further = await run('--resume', 'gan', '--epochs', '6', '--quiet');
  expect(further).toMatchObject({ code: 0, stderr: '' });
  expect(picturesOf(folder('gan'))).toMatchObject(
    Object.fromEntries(Object.entries(before).filter(([name]) => name.startsWith('samples/'))),
  );
  const shown = [...readFileSync(join(folder('gan'), 'report.html'), 'utf8').matchAll(/<figcaption>epoch (\d+)</g)];
  // The fifth was the last once, and is none of those that every run of six epochs has.
  expect(shown.map(([, epoch]) => Number(epoch))).toEqual([1, 2, 3, 4, 6]);
});

test('a GAN that is replaced leaves none of its pictures behind', async () => {
  expect(await run(...argumentsOf('gan'), '--epochs', '1', '--overwrite', '--out', folder('gan'))).toMatchObject({
    code: 0,
    stderr: '',
  });
  expect(readdirSync(join(folder('gan'), 'samples'))).toEqual(['epoch-0000.png', 'epoch-0001.png']);
});
