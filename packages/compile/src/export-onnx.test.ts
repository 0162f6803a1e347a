import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { key, randomNormal } from '@jensenjs/core';
import { fromLayers, mlp } from '@jensenjs/networks';
import { convDecoder, dcganDiscriminator } from '@jensenjs/networks/conv';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import * as native from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ExportSpec, exportOnnx } from './export-onnx';
import type { PureFunction } from './function-spec';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

// Its entry for Node is CommonJS and must not be transformed by the test runner.
const web = createRequire(import.meta.url)('onnxruntime-web') as typeof native;

interface Model {
  readonly fn: PureFunction;
  readonly spec: ExportSpec;
  /** Shapes to run with, by input. */
  readonly sizes: readonly Readonly<Record<string, readonly number[]>>[];
}

const decoder = mlp(key(1), { input: 3, hidden: [8], output: [4, 4, 1] });
const image = convDecoder(key(2), { input: 3, channels: [4, 2], output: [8, 8, 1] });
const critic = dcganDiscriminator(key(3), { input: [8, 8, 1], channels: [2, 4] });
const kernelInitializer = layers.initializers.glorotUniform({ seed: 1 });
const recurrent = fromLayers(
  layers.sequential({
    layers: [
      layers.layers.gru({ units: 4, inputShape: [5, 2], kernelInitializer, recurrentInitializer: kernelInitializer }),
      layers.layers.dense({ units: 2, kernelInitializer }),
    ],
  }),
);
const models: Readonly<Record<string, Model>> = {
  'a decoder of any batch': {
    fn: ({ z }) => tf.sigmoid(decoder.apply(z as tf.Tensor)),
    spec: { z: { shape: ['batch', 3] } },
    sizes: [{ z: [1, 3] }, { z: [7, 3] }],
  },
  'a decoder of convolutions': {
    fn: ({ z }) => image.apply(z as tf.Tensor),
    spec: { z: { shape: ['batch', 3] } },
    sizes: [{ z: [2, 3] }, { z: [5, 3] }],
  },
  'a critic': {
    fn: ({ x }) => ({ score: critic.apply(x as tf.Tensor) }),
    spec: { x: { shape: ['batch', 8, 8, 1] } },
    sizes: [{ x: [3, 8, 8, 1] }],
  },
  'an encoder of sequences': {
    fn: ({ x }) => {
      const [loc, scale] = tf.split(recurrent.apply(x as tf.Tensor), 2, 1);
      return { loc: loc as tf.Tensor, scale: tf.softplus(scale as tf.Tensor) };
    },
    spec: { x: { shape: [2, 5, 2] } },
    sizes: [{ x: [2, 5, 2] }],
  },
  'a sampler, whose noise is an input': {
    fn: (_, from) => tf.sigmoid(decoder.apply(randomNormal(from, [2, 3]))),
    spec: {},
    sizes: [{ 'noise/key:normal[2,3]': [2, 3] }],
  },
};

const fill = (shape: readonly number[]): Float32Array =>
  Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i + 1));

async function run(ort: typeof native, bytes: Uint8Array, size: Readonly<Record<string, readonly number[]>>) {
  const session = await ort.InferenceSession.create(bytes);
  const feeds = Object.entries(size).map(
    ([name, shape]) => [name, new ort.Tensor('float32', fill(shape), shape)] as const,
  );
  const results = await session.run(Object.fromEntries(feeds));
  return Object.fromEntries(
    Object.entries(results).map(([name, { data, dims }]) => [name, { data: data as Float32Array, dims }]),
  );
}

const expectEqual = (found: Float32Array, expected: Float32Array): void => {
  const largest = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  expect(found.length).toBe(expected.length);
  const worst = found.reduce((max, value, i) => Math.max(max, Math.abs(value - (expected[i] as number))), 0);
  expect(worst).toBeLessThanOrEqual(1e-5 * largest);
};

describe.each(Object.entries(models))('the ONNX model of %s', (_, { fn, spec, sizes }) => {
  it('gives the numbers of eager code in two runtimes', async () => {
    const bytes = await exportOnnx(fn, spec);
    for (const size of sizes) {
      const inputs = Object.fromEntries(
        Object.keys(spec).map((name) => [name, tf.tensor(fill(size[name] ?? []), [...(size[name] ?? [])])]),
      );
      const noise = Object.values(size)[0] ?? [];
      // A key that draws what the runtimes are given.
      const from = { draw: () => tf.tensor(fill(noise), [...noise]) } as never;
      const made = fn(inputs, from);
      const eager = made instanceof tf.Tensor ? { output: made } : made;
      for (const ort of [native, web]) {
        const results = await run(ort, bytes, size);
        expect(Object.keys(results)).toEqual(Object.keys(eager));
        for (const [name, tensor] of Object.entries(eager)) {
          expect(results[name]?.dims).toEqual(tensor.shape);
          expectEqual(results[name]?.data as Float32Array, tensor.dataSync<'float32'>());
        }
      }
    }
  });
});

const python = process.env.JENSEN_PYTHON ?? 'python3';
const hasOnnx = spawnSync(python, ['-c', 'import onnx, numpy']).status === 0;
const CHECK = `
import sys, json, numpy as np, onnx
from onnx.reference import ReferenceEvaluator
path, size = sys.argv[1], json.loads(sys.argv[2])
model = onnx.load(path)
onnx.checker.check_model(model, full_check=True)
feeds = {n: np.sin(np.arange(1, int(np.prod(s)) + 1, dtype=np.float32)).reshape(s) for n, s in size.items()}
evaluator = ReferenceEvaluator(model)
print(json.dumps([np.asarray(o).ravel().tolist() for o in evaluator.run(None, feeds)]))
`;

describe(`ONNX's own checker and reference evaluator${hasOnnx ? '' : ', SKIPPED: python3 has no onnx'}`, () => {
  it.skipIf(!hasOnnx).each(Object.entries(models))('accept %s and give its numbers', async (_, { fn, spec, sizes }) => {
    const folder = mkdtempSync(join(tmpdir(), 'jensen-onnx-'));
    try {
      const bytes = await exportOnnx(fn, spec);
      const path = join(folder, 'model.onnx');
      writeFileSync(path, bytes);
      const [size] = sizes as [Readonly<Record<string, readonly number[]>>];
      const { stdout, stderr } = spawnSync(python, ['-c', CHECK, path, JSON.stringify(size)], { encoding: 'utf8' });
      if (stdout === '') throw new Error(stderr);
      const results = Object.values(await run(native, bytes, size));
      (JSON.parse(stdout) as number[][]).forEach((numbers, i) =>
        expectEqual(results[i]?.data as Float32Array, Float32Array.from(numbers)),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('exportOnnx', () => {
  it('keeps words of the caller, and what noise is to be like, in the file', async () => {
    const { fn, spec } = models['a sampler, whose noise is an input'] as Model;
    const text = new TextDecoder('latin1').decode(
      await exportOnnx(fn, spec, { description: 'digits', metadata: { licence: 'mine' } }),
    );
    for (const word of ['digits', 'licence', 'mine', 'independent normal numbers', '@jensenjs/compile'])
      expect(text).toContain(word);
  });

  it.each<[string, PureFunction, ExportSpec, RegExp]>([
    [
      'a batch that becomes a number',
      ({ x }) => tf.mul(x as tf.Tensor, x?.shape[0] ?? 0),
      { x: { shape: ['batch', 2] } },
      /cannot be exported for every batch size: Mul depends on the size by a number/,
    ],
    [
      'a batch that decides what is computed',
      ({ x }) => ((x as tf.Tensor).shape[0] === 11 ? tf.exp(x as tf.Tensor) : tf.sin(x as tf.Tensor)),
      { x: { shape: ['batch', 2] } },
      /Exp differs between two sizes/,
    ],
    [
      'a batch in second place',
      ({ x }) => x as tf.Tensor,
      { x: { shape: [2, 'batch'] } },
      /only the first dimension can be 'batch'/,
    ],
    [
      'an output with the name of an input',
      ({ x }) => ({ x: tf.exp(x as tf.Tensor) }),
      { x: { shape: [2] } },
      /an output has the name of an input, x/,
    ],
    [
      'a function that reads numbers',
      ({ x }) => tf.mul(x as tf.Tensor, (x as tf.Tensor).dataSync()[0] ?? 0),
      { x: { shape: [2] } },
      /^exportOnnx: .*reads the numbers .*export-onnx\.test\.ts/,
    ],
  ])('refuses %s', async (_, fn, spec, message) => {
    await expect(exportOnnx(fn, spec)).rejects.toThrow(message);
  });
});
