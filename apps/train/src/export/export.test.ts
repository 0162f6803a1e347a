// Parts of trained models as ONNX files, which ONNX Runtime runs without anything of ours.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRun } from '@jensenjs/app-models';
import { key } from '@jensenjs/core';
import { tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { beforeAll, expect, test } from 'vitest';
import { runsAside } from '../testing/app.fixture';
import { partsOf } from './parts';

const { base, folder, run } = runsAside();
const small = '--limit 40 --batch 20 --epochs 1 --nll-images 0 --test-samples 1 --quiet'.split(' ');
const widths = ['--hidden', '8', '--latent', '2'];

beforeAll(async () => {
  const runs = [
    run(...small, ...widths, '--out', folder('vae')),
    run(...small, ...widths, '--model', 'conditional-vae', '--out', folder('conditional')),
    run(
      '--limit',
      '40',
      '--batch',
      '20',
      '--epochs',
      '1',
      '--quiet',
      '--model',
      'gan',
      '--channels',
      '2,3',
      '--out',
      folder('gan'),
    ),
  ];
  for (const ended of await Promise.all(runs)) expect(ended).toMatchObject({ code: 0, stderr: '' });
}, 120_000);

test.each([
  ['vae', undefined],
  ['vae', 'encoder'],
  ['conditional', 'decoder'],
  ['gan', undefined],
  ['gan', 'discriminator'],
])('%s: its %s has the numbers of the model', async (name, part) => {
  const ended = await run('export', folder(name), ...(part ? ['--part', part] : []), '--out', 'part.onnx');
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toMatch(/written to {2}.*part\.onnx\n$/);
  const path = join(folder(name), 'checkpoint.safetensors');
  const { built } = await openRun(readFileSync(path), path);
  const parts = partsOf(built);
  const { fn, spec } = parts[part ?? Object.keys(parts)[0] ?? ''] as NonNullable<(typeof parts)[string]>;
  const inputs = Object.entries(spec).map(([input, { shape }]) => {
    const dims = shape.map((size) => (size === 'batch' ? 3 : size));
    const size = dims.reduce((product, extent) => product * extent, 1);
    return { input, dims, data: Float32Array.from({ length: size }, (_, i) => (Math.sin(i) + 1) / 2) };
  });
  const session = await InferenceSession.create(join(base, 'part.onnx'));
  const results = await session.run(
    Object.fromEntries(inputs.map(({ input, dims, data }) => [input, new OnnxTensor('float32', data, dims)])),
  );
  const expected = tidy(() => {
    const made = fn(Object.fromEntries(inputs.map(({ input, dims, data }) => [input, tensor(data, dims)])), key(1));
    const named = 'dataId' in made ? { output: made as Tensor } : made;
    return Object.fromEntries(
      Object.entries(named).map(([output, value]) => [output, { dims: value.shape, data: value.dataSync() }]),
    );
  });
  expect(Object.keys(results)).toEqual(Object.keys(expected));
  for (const [output, { dims, data }] of Object.entries(expected)) {
    expect(results[output]?.dims).toEqual(dims);
    const found = [...((results[output]?.data ?? []) as Float32Array)];
    found.forEach((value, i) => expect(value).toBeCloseTo(data[i] as number, 4));
  }
  await session.release();
  built.dispose();
});

test('lies beside the checkpoint under its name, unless told otherwise', async () => {
  expect(await run('export', folder('gan'))).toMatchObject({ code: 0 });
  expect(existsSync(join(folder('gan'), 'generator.onnx'))).toBe(true);
});

test.each<[string[], RegExp]>([
  [['export'], /export: missing required argument 'run'/],
  [['export', 'nowhere'], /export: there is no .*nowhere. Give the folder of a run/],
  [['export', '.'], /holds no checkpoint.safetensors/],
  [['export', 'vae', '--part', 'critic'], /--part: a vae has decoder and encoder, got 'critic'/],
  [['export', 'vae/report.html'], /report\.html is no checkpoint/],
  [['export', 'vae', '--parts', 'encoder'], /unknown option '--parts'/],
])('%j is refused', async (args, message) => {
  const { code, stderr } = await run(...args);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});
