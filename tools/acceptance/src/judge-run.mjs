import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModel, openRun, runKeys } from '@jensenjs/app-models';
import { split } from '@jensenjs/core';

const SAMPLES = 1000;

/**
 * What the judge says of samples of a run's model, from its checkpoint, and of the same model before training.
 * @param {Awaited<ReturnType<typeof import('./judge.mjs').createJudge>>} judge
 * @param {string} folder of the run
 */
export async function judgeRun(judge, folder) {
  const path = join(folder, 'checkpoint.safetensors');
  const { built, stored } = await openRun(readFileSync(path), path);
  const untrained = await buildModel(runKeys(stored.settings.seed).model, stored.settings, stored.shape);
  const labels = built.conditional ? Array.from({ length: SAMPLES }, (_, i) => i % stored.shape.classes) : undefined;
  // Not the key of the pictures in the report, so that nothing was chosen by looking at these samples.
  const [key] = split(runKeys(stored.settings.seed).evaluation, 1);
  const verdict = async (model) => {
    const samples = model.sample(key, SAMPLES, labels);
    model.dispose();
    const found = await judge.judge(samples, labels);
    samples.dispose();
    return found;
  };
  const before = await verdict(untrained);
  return { ...(await verdict(built)), untrained: before.frechet };
}
