// Trains a small model for long and watches memory.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { cpu } from '@jensenjs/backend-cpu';
import { compiled } from '@jensenjs/compile';
import { onnxNode } from '@jensenjs/compile/node';
import { drawArray, foldIn, key, split, useBackend } from '@jensenjs/core';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, objective } from '@jensenjs/elbo';
import { mlp } from '@jensenjs/networks';
import { adam } from '@jensenjs/train';
import { bernoulliPixels, diagonalNormal, vae } from '@jensenjs/vae';
import { memory } from '@tensorflow/tfjs-core';

const STEPS = 20_000;
const EVERY = 2_000;
const BATCH = 32;
const image = [8, 8, 1];
/** MiB that resident memory may gain after the third report, by when engine and collector have settled: 300 bytes a step. */
const GROWTH = 4;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** @throws when tensors or resident memory grow. */
export async function steady() {
  await useBackend(cpu());
  const [forEncoder, forDecoder] = split(key(1), 2);
  const model = vae({
    prior: standardNormal([4]),
    encoder: mlp(forEncoder, { input: image, hidden: [32], output: 8 }),
    posterior: (h) => diagonalNormal(h),
    decoder: mlp(forDecoder, { input: 4, hidden: [32], output: image }),
    likelihood: (h) => bernoulliPixels(h),
  });
  const objectives = [objective(model, elbo({ kl: klDivergence }), adam({ learningRate: 1e-3 }))];
  const engine = await compiled(onnxNode({ threads: 1 })).prepare(objectives, {
    x: { shape: image, dtype: 'float32' },
  });
  const reports = [];
  for (let step = 0; step < STEPS; step++) {
    const [forStep, forPixels] = split(foldIn(key(2), step), 2);
    const data = drawArray(forPixels, { kind: 'uniform' }, BATCH * 64).map((u) => (u < 0.3 ? 1 : 0));
    const x = { shape: [BATCH, ...image], dtype: 'float32', data };
    await engine.step({ key: forStep, step, batches: [{ x }] });
    const { 'model/loss': loss } = await engine.read();
    if ((step + 1) % EVERY === 0) {
      collect();
      const report = { megabytes: process.memoryUsage.rss() / 2 ** 20, tensors: memory().numTensors };
      reports.push(report);
      const { megabytes, tensors } = report;
      console.log(
        `step ${step + 1}: ${megabytes.toFixed(1)} MiB resident, ${tensors} tensors, loss ${loss.toFixed(3)}`,
      );
    }
  }
  engine.dispose();
  model.dispose();
  const settled = reports[2];
  const last = reports.at(-1);
  if (last.tensors > settled.tensors) throw new Error(`tensors grew from ${settled.tensors} to ${last.tensors}`);
  if (last.megabytes > settled.megabytes + GROWTH)
    throw new Error(`memory grew from ${settled.megabytes.toFixed(1)} to ${last.megabytes.toFixed(1)} MiB`);
  console.log('steady: neither tensors nor memory grow');
}
