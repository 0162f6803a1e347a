// What cannot be done is refused before training, and changes nothing. In this process, which is quicker than in one each.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeCheckpoint } from '@jensenjs/train';
import { afterEach, beforeAll, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { exitCodeOf, explain } from './failure';
import { parseOptions } from './options/options';
import { run } from './run';
import { contentsOf, runsAside } from './testing/app.fixture';

const { base, folder, run: runProcess } = runsAside();
const home = process.cwd();
const small = '--limit 40 --batch 20 --hidden 4 --latent 2 --nll-images 0 --test-samples 1 --epochs 3 --quiet'.split(
  ' ',
);
/** Steps so wild that some bound is not better than the one before. */
const impatient = ['--learning-rate', '1', '--patience', '1', '--epochs', '60'];
let printed: MockInstance<typeof process.stdout.write>;

beforeAll(async () => {
  expect(await runProcess(...small, '--out', folder('kept'))).toMatchObject({ code: 0, stderr: '' });
  expect(await runProcess(...small, ...impatient, '--out', folder('stopped'))).toMatchObject({ code: 0, stderr: '' });
  writeFileSync(join(base, 'file'), '');
  for (const name of ['empty', 'damaged', 'begun', 'foreign']) mkdirSync(join(base, name));
  writeFileSync(join(base, 'begun', 'metrics.jsonl'), '');
  const bytes = readFileSync(join(folder('kept'), 'checkpoint.safetensors'));
  bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
  writeFileSync(join(base, 'damaged', 'checkpoint.safetensors'), bytes);
  const run = { key: [0, 1], batches: { batchSize: 1, batchesPerEpoch: 1, spec: {} }, objectives: [] } as const;
  const foreign = encodeCheckpoint({ step: 1, epoch: 1, state: {}, run, settings: { program: 'another' } });
  writeFileSync(join(base, 'foreign', 'checkpoint.safetensors'), foreign);
  cpSync(join(folder('kept'), 'metrics.jsonl'), join(base, 'foreign', 'metrics.jsonl'));
}, 60_000);
beforeEach(() => {
  process.chdir(base);
  printed = vi.spyOn(process.stdout, 'write');
});
afterEach(() => {
  printed.mockRestore();
  process.chdir(home);
});

async function refusal(args: readonly string[]): Promise<{ code: number; message: string }> {
  try {
    const options = parseOptions(args, '', () => {});
    await run({ options, version: '', signal: new AbortController().signal });
  } catch (error) {
    return { code: exitCodeOf(error), message: explain(error, (word) => word) };
  }
  return { code: 0, message: '' };
}

test.each<[string[], number, RegExp]>([
  [['--epoch', '3'], 2, /unknown option '--epoch' \(Did you mean --epochs\?\)/],
  [['--limit', '0'], 2, /--limit: expected a whole number from 1/],
  [['--limit', '100', '--batch', '128'], 2, /--batch: expected at most 90, the images to train on, got 128/],
  [['--model', 'gan', '--limit', '100', '--batch', '128'], 2, /--batch: expected at most 100, the images/],
  [['--limit', '20', '--validation', '20'], 2, /--validation: expected fewer than the 20 images/],
  [['--network', 'conv', '--channels', '2,2,2', '--limit', '20'], 2, /--channels: 3 convolutions.* 28×28 pixels/],
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
    ['--resume', 'foreign'],
    1,
    /foreign is the checkpoint of another program|foreign: is the checkpoint of another program/,
  ],
  [['--resume', 'kept', '--latent', '3', '--seed', '9'], 2, /--latent 3 \(the run has 2\), --seed 9 \(the run has 1\)/],
  [['--resume', 'kept', '--model', 'gan'], 2, /--resume: .*--model gan \(the run has vae\)/],
  [['--resume', 'kept', '--model', 'gan', '--loss', 'hinge'], 2, /--model gan \(the run has vae\), --loss hinge/],
  [['--resume', 'kept', '--network', 'conv'], 2, /--network conv \(the run has mlp\)/],
  [['--resume', 'kept', '--loss', 'non-saturating'], 2, /--loss: is for --model gan and conditional-gan/],
  [['--resume', 'kept', '--data', 'nowhere', '--epochs', '4'], 1, /nowhere: the directory cannot be read/],
  [['--resume', 'kept', '--epochs', '2'], 2, /--epochs: expected at least 3, where the checkpoint is, got 2/],
  [
    ['--resume', 'stopped', '--epochs', '61'],
    2,
    /--epochs: the run stopped after \d+ epochs, the last 1 without a better validation bound, got 61/,
  ],
  [['--resume', 'kept', '--out', 'elsewhere'], 2, /--out: a resumed run goes on in its own folder/],
])('%j', async (args, code, message) => {
  const before = [contentsOf(base), readdirSync(base)];
  const refused = await refusal(args);
  expect(refused.message).toMatch(message);
  expect(refused.message).not.toMatch(/\n +at /);
  expect(refused.code).toBe(code);
  expect(printed).not.toHaveBeenCalled();
  expect([contentsOf(base), readdirSync(base)]).toEqual(before);
});

test('a run that lost its patience is finished, and more epochs are not offered', async () => {
  printed.mockReturnValue(true);
  expect(await refusal(['--resume', 'stopped'])).toEqual({ code: 0, message: '' });
  expect(printed.mock.calls.join('')).toMatch(
    /^The run in stopped is finished after \d+ epochs\. It goes no further: /,
  );
  expect(await refusal(['--resume', 'kept'])).toEqual({ code: 0, message: '' });
  expect(printed.mock.calls.join('')).toMatch(
    /kept is finished after 3 epochs\. A larger --epochs trains it further\.\n$/,
  );
});
