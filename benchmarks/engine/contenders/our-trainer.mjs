// What a contender of ours does in a step, on any engine.
import { foldIn, key, split } from '@jensenjs/core';
import { batches } from '@jensenjs/data';
import { cases } from '../cases.mjs';
import { IMAGES } from '../schedule.mjs';
import { ourModel } from './our-models.mjs';

/**
 * A trainer on `engine`, which takes its batches from `grey` [images, 784] and begins with `weights`. Pixels are 0 and 1, of
 * GANs −1 and 1.
 */
export async function ourTrainer(engine, name, grey, weights) {
  const { batch } = cases[name];
  const { parameters, objectives, losses, dispose } = ourModel(name, weights);
  const prepared = await engine.prepare(objectives, { x: { shape: [28, 28, 1], dtype: 'float32' } });
  const dataset = {
    name,
    images: Uint8Array.from(grey, (level) => Math.round(255 * level)),
    shape: [IMAGES, 28, 28, 1],
  };
  // It spends no draws on black pixels; a peer draws all.
  const source = batches(dataset, { size: batch, shuffle: false, binarize: 'dynamic' });
  const root = key(2);
  const step = async (number) => {
    const [forStep, forPixels] = split(foldIn(root, number), 2);
    const { x } = source.batch(forPixels, 0, number % Math.floor(IMAGES / batch));
    if (name === 'dcgan') for (let i = 0; i < x.data.length; i++) x.data[i] = 2 * x.data[i] - 1;
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
