// The same training, compiled: one option more, and each step is one call of ONNX Runtime instead of hundreds of kernels.
// Bounds are those of the eager engine, since keys decide all that is random. Then a sampler of the trained model, compiled too.
import assert from 'node:assert/strict';
import { wasm } from '@jensenjs/backend-wasm';
import { compile, compiled } from '@jensenjs/compile';
import { onnxNode } from '@jensenjs/compile/node';
import { key, split, useBackend } from '@jensenjs/core';
import { batches, glyphs } from '@jensenjs/data';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, objective } from '@jensenjs/elbo';
import { mlp } from '@jensenjs/networks';
import { adam, eager, train } from '@jensenjs/train';
import { bernoulliPixels, diagonalNormal, sample, vae } from '@jensenjs/vae';
import * as tf from '@tensorflow/tfjs-core';

await useBackend(wasm());
const runtime = onnxNode();
const [drawing, forEncoder, forDecoder, training, showing] = split(key(1), 5);
const source = batches(glyphs(drawing, { count: 1000 }), { size: 100, binarize: 'dynamic' });

/** Trains a model, always the same one, for 40 steps. */
async function run(engine) {
  const model = vae({
    prior: standardNormal([20]),
    encoder: mlp(forEncoder, { input: [28, 28, 1], hidden: [400], output: 40 }),
    posterior: diagonalNormal,
    decoder: mlp(forDecoder, { input: 20, hidden: [400], output: [28, 28, 1] }),
    likelihood: (h) => bernoulliPixels(h),
  });
  const objectives = [objective(model, elbo({ kl: klDivergence }), adam({ learningRate: 1e-3 }))];
  const [bounds, speeds] = [[], []];
  for await (const { metrics, examplesPerSecond } of train({
    key: training,
    engine,
    batches: source,
    objectives,
    steps: 40,
    reportEvery: 5,
  })) {
    bounds.push(metrics['model/bound']);
    speeds.push(examplesPerSecond);
  }
  const milliseconds = (1000 * source.batchSize) / Math.max(...speeds); // one step, when nothing else ran
  console.log(`${engine.name.padEnd(8)} ${milliseconds.toFixed(1).padStart(5)} ms a step, bound ${bounds.at(-1)} nats`);
  return { model, bounds, milliseconds };
}
const [slow, fast] = [await run(eager()), await run(compiled(runtime))];
console.log(`${(slow.milliseconds / fast.milliseconds).toFixed(1)} times as fast`);
slow.bounds.forEach((bound, i) => assert.ok(Math.abs(fast.bounds[i] - bound) < 1e-4 * Math.abs(bound)));
assert.ok(fast.milliseconds < slow.milliseconds, 'compiled steps are faster');

// Any pure function of tensors and a key can be compiled, for inputs of fixed shapes: here for none.
const draw = await compile((_, from) => sample(from, fast.model, 16), {}, { runtime });
const [images, expected] = [await draw({}, showing), sample(showing, fast.model, 16)]; // [16, 28, 28, 1]
const [difference] = await tf.max(tf.abs(tf.sub(images, expected))).data();
console.log(
  `a sampler of ${String(draw.graph).split('\n').length} operations; it differs from eager code by ${difference}`,
);
assert.ok(difference < 1e-5, 'the same key draws the same images');
await draw.dispose();
