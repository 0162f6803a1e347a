// What a contender of ours does in a step, on any engine.
import { drawArray, foldIn, key, split } from '@jensenjs/core';
import { cases } from '../cases.mjs';
import { rowsOf } from '../schedule.mjs';
import { ourModel } from './our-models.mjs';

/**
 * A trainer on `engine`, which takes its batches from `grey` [images, 784] and begins with `weights`. Pixels are 0 and 1, of
 * GANs −1 and 1.
 */
export async function ourTrainer(engine, name, grey, weights) {
  const { batch } = cases[name];
  const { parameters, objectives, losses, dispose } = ourModel(name, weights);
  const prepared = await engine.prepare(objectives, { x: { shape: [28, 28, 1], dtype: 'float32' } });
  const off = name === 'dcgan' ? -1 : 0;
  const root = key(2);
  const step = async (number) => {
    const [forStep, forPixels] = split(foldIn(root, number), 2);
    const [from, to] = rowsOf(name, number);
    const uniform = drawArray(forPixels, { kind: 'uniform' }, to - from);
    for (let i = 0; i < uniform.length; i++) uniform[i] = uniform[i] < grey[from + i] ? 1 : off;
    const x = { shape: [batch, 28, 28, 1], dtype: 'float32', data: uniform };
    await prepared.step({ key: forStep, step: number, batches: [{ x }] });
    const means = await prepared.read();
    return losses.map((metric) => means[metric]);
  };
  const close = () => {
    prepared.dispose();
    dispose();
  };
  return { parameters, step, close };
}
