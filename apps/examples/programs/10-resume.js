// Training that is stopped anywhere goes on as if it had not been: a run that is interrupted twice ends with the very
// numbers of one that ran through. Checkpoints are safetensors files, written atomically and checked when read.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wasm } from '@jensenjs/backend-wasm';
import { key, split, useBackend } from '@jensenjs/core';
import { batches, glyphs } from '@jensenjs/data';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, objective } from '@jensenjs/elbo';
import { mlp } from '@jensenjs/networks';
import { adam, train } from '@jensenjs/train';
import { fileStore } from '@jensenjs/train/node';
import { bernoulliPixels, diagonalNormal, vae } from '@jensenjs/vae';

await useBackend(wasm());
const [drawing, forEncoder, forDecoder, training] = split(key(1), 4);
const source = batches(glyphs(drawing, { count: 600 }), { size: 50, binarize: 'dynamic' });

/** Trains for 3 epochs, or until the report at `stopAt` steps, on from the newest checkpoint of the store, if any. */
async function run(store, stopAt = Infinity) {
  const model = vae({
    prior: standardNormal([4]),
    encoder: mlp(forEncoder, { input: [28, 28, 1], hidden: [32], output: 8 }),
    posterior: diagonalNormal,
    decoder: mlp(forDecoder, { input: 4, hidden: [32], output: [28, 28, 1] }),
    likelihood: (h) => bernoulliPixels(h),
  });
  const log = [];
  for await (const { step, metrics } of train({
    key: training,
    batches: source,
    objectives: [objective(model, elbo({ kl: klDivergence }), adam({ learningRate: 2e-3 }))],
    epochs: 3,
    reportEvery: 4,
    checkpoints: { store },
    resume: await store.latest(),
  })) {
    log.push(`step ${step}: ${metrics['model/bound']}`);
    if (step >= stopAt) break; // leaving the loop saves a checkpoint
  }
  model.dispose();
  return log;
}

const folder = await mkdtemp(join(tmpdir(), 'jensen-resume-'));
const through = await run(fileStore(join(folder, 'through')));
const store = fileStore(join(folder, 'interrupted'));
const sittings = [await run(store, 8), await run(store, 20), await run(store)];
console.log(sittings.map((sitting, i) => `sitting ${i + 1}\n  ${sitting.join('\n  ')}`).join('\n'));
console.log('files:', (await readdir(join(folder, 'interrupted'))).join(', '));
await rm(folder, { recursive: true });
assert.deepEqual(sittings.flat(), through, 'not one digit differs');
