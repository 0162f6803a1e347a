// A GAN on a ring of eight Gaussians (radius 2, σ 0.1): a well-known trap, since a generator easily drops modes. The loss is the
// non-saturating one. What keeps the modes: a discriminator that learns three times as fast as the generator, Adam without
// momentum (β₁ = 0), a wide first layer. A mode counts as found when at least 2 % of the samples lie within 3 σ of it.
import assert from 'node:assert/strict';
import { wasm } from '@jensenjs/backend-wasm';
import { compiled } from '@jensenjs/compile';
import { onnxNode } from '@jensenjs/compile/node';
import { drawArray, foldIn, key, split, useBackend } from '@jensenjs/core';
import { standardNormal } from '@jensenjs/distributions';
import { gan, generate, nonSaturating } from '@jensenjs/gan';
import { mlp } from '@jensenjs/networks';
import { adam, train } from '@jensenjs/train';

await useBackend(wasm());
const engine = compiled(onnxNode({ threads: 1 })); // for layers this small, more threads only wait for each other
const [steps, size, sigma] = [1000, 256, 0.1];
const modes = Array.from({ length: 8 }, (_, i) => [2 * Math.cos((i * Math.PI) / 4), 2 * Math.sin((i * Math.PI) / 4)]);

/** `n` points [n, 2] of the ring. */
function ring(from, n) {
  const [forMode, forNoise] = split(from, 2);
  const mode = drawArray(forMode, { kind: 'integers', low: 0, high: 8 }, n);
  return drawArray(forNoise, { kind: 'normal' }, 2 * n).map((e, i) => modes[mode[i >> 1]][i % 2] + sigma * e);
}

let complete = 0;
for (const seed of [1, 2, 3, 4, 5]) {
  const [forGenerator, forDiscriminator, training, sampling] = split(key(seed), 4);
  const game = gan({
    prior: standardNormal([2]),
    generator: mlp(forGenerator, { input: 2, hidden: [256, 32], output: 2 }),
    discriminator: mlp(forDiscriminator, { input: 2, hidden: [64, 32], output: 1, activation: 'leakyRelu' }),
    loss: nonSaturating(),
  });
  // The rate stays for half of the steps, then falls to 0 in a straight line.
  const optimizer = (rate) => adam({ learningRate: (i) => rate * Math.min(1, 2 - (2 * i) / steps), beta1: 0 });
  /** @type {import('@jensenjs/core').BatchSource} */
  const batches = {
    spec: { x: { shape: [2], dtype: 'float32' } },
    batchSize: size,
    batchesPerEpoch: steps,
    examplesPerEpoch: steps * size,
    batch: (from, _epoch, i) => ({ x: { shape: [size, 2], dtype: 'float32', data: ring(foldIn(from, i), size) } }),
  };
  const objectives = game.objectives({ generator: optimizer(3e-3), discriminator: optimizer(1e-2) });
  for await (const { metrics } of train({ key: training, engine, batches, objectives, steps, reportEvery: steps }))
    process.stdout.write(`seed ${seed}: D(x) ${metrics['discriminator/real'].toFixed(2)}`);

  const samples = generate(sampling, game, 2000);
  const xy = await samples.data(); // [2000, 2]
  const near = (a, b) => xy.filter((x, i) => i % 2 === 0 && Math.hypot(x - a, xy[i + 1] - b) < 3 * sigma).length;
  const shares = modes.map(([a, b]) => near(a, b) / 2000);
  const found = shares.filter((share) => share >= 0.02).length;
  console.log(`, ${found} modes, shares ${shares.map((share) => `${(100 * share).toFixed(0)} %`).join(' ')}`);
  if (found === 8) complete += 1;
  samples.dispose();
  game.dispose();
}
assert.ok(complete >= 4, `all eight modes in at least 4 of 5 seeds, got ${complete}`);
