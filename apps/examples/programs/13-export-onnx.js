// A trained model as .onnx files, which programs in other languages run without any of this: here ONNX Runtime does, given the
// files alone. Batches of every size go through; what the decoder draws from z is what tfjs draws.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wasm } from '@jensenjs/backend-wasm';
import { compiled, exportOnnx } from '@jensenjs/compile';
import { onnxNode } from '@jensenjs/compile/node';
import { key, split, useBackend } from '@jensenjs/core';
import { batches, glyphs } from '@jensenjs/data';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, objective } from '@jensenjs/elbo';
import { mlp } from '@jensenjs/networks';
import { adam, train } from '@jensenjs/train';
import { bernoulliPixels, decode, diagonalNormal, encode, vae } from '@jensenjs/vae';
import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor } from 'onnxruntime-node';

await useBackend(wasm());
const [drawing, forEncoder, forDecoder, training, looking] = split(key(1), 5);
const source = batches(glyphs(drawing, { count: 1000, size: 14 }), { size: 50, binarize: 'dynamic' });
const model = vae({
  prior: standardNormal([8]),
  encoder: mlp(forEncoder, { input: [14, 14, 1], hidden: [128], output: 16 }),
  posterior: diagonalNormal,
  decoder: mlp(forDecoder, { input: 8, hidden: [128], output: [14, 14, 1] }),
  likelihood: (h) => bernoulliPixels(h),
});
const objectives = [objective(model, elbo({ kl: klDivergence }), adam({ learningRate: 3e-3 }))];
const engine = compiled(onnxNode());
for await (const { step, metrics } of train({ key: training, engine, batches: source, objectives, epochs: 5 }))
  console.log(`step ${step}: bound ${metrics['model/bound'].toFixed(1)} nats`);

const folder = await mkdtemp(join(tmpdir(), 'jensen-export-'));
const [encoder, decoder] = [join(folder, 'encoder.onnx'), join(folder, 'decoder.onnx')];
// The means of q(z | x), and those of p(x | z).
const encoded = await exportOnnx(({ x }, from) => encode(from, model, x), { x: { shape: ['batch', 14, 14, 1] } });
const decoded = await exportOnnx(({ z }, from) => decode(from, model, z), { z: { shape: ['batch', 8] } });
await Promise.all([writeFile(encoder, encoded), writeFile(decoder, decoded)]);

/** The output of a file for one input, as any program gets it. */
async function run(file, name, data, shape) {
  const session = await InferenceSession.create(file);
  const { output } = await session.run({ [name]: new Tensor('float32', data, shape) });
  console.log(`${name} [${shape}] → [${output.dims.join()}], ${(await readFile(file)).length} bytes`);
  return /** @type {Float32Array} */ (output.data);
}
for (const n of [1, 7]) {
  const x = source.batch(looking, 0, 0).x.data.slice(0, n * 196);
  const means = await run(encoder, 'x', x, [n, 14, 14, 1]);
  const images = await run(decoder, 'z', means, [n, 8]);
  const z = encode(looking, model, tf.tensor(x, [n, 14, 14, 1])); // [n, 8]
  const [ours, theirs] = [await decode(looking, model, z).data(), images];
  ours.forEach((p, i) => assert.ok(Math.abs(p - theirs[i]) < 1e-5, 'both make the same image'));
}
await rm(folder, { recursive: true });
