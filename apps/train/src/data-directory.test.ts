// Runs on the four IDX files of a directory.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { summaryOf, runsAside } from './testing/app.fixture';

const { folder, run } = runsAside();

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
const small = '--epochs 2 --batch 20 --hidden 8,6 --latent 3 --nll-images 0 --patience 1 --schedule cosine'.split(' ');

beforeAll(() => {
  writeData(folder('idx'), 0);
  writeData(folder('idx2'), 1);
});

test('is learnt from at its own size, and a run is not resumed on other data', async () => {
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

test('sizes that convolutions cannot halve are refused, with what to do', async () => {
  const refused = await run('--data', 'idx', '--network', 'conv', '--batch', '20');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(
    /--channels: 2 convolutions .* 6×4 pixels cannot be halved 2 times. Give fewer channels/,
  );
});

test('a conditional model wants the labels', async () => {
  writeData(folder('unlabelled'), 0);
  for (const part of ['train', 't10k']) rmSync(join(folder('unlabelled'), `${part}-labels-idx1-ubyte`));
  const refused = await run('--data', 'unlabelled', '--model', 'conditional-gan', '--batch', '20');
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/unlabelled: expected train-labels-idx1-ubyte.gz, t10k-labels-idx1-ubyte.gz/);
});
