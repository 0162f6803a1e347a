import { type HostBatch, key } from '@jensenjs/core';
import { fromFunction } from '@jensenjs/networks';
import { expectClose } from '@jensenjs/testing';
import { adam, eager, exponentialDecay } from '@jensenjs/train';
import { eye, matMul, sigmoid, type Tensor2D, tidy, variable, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { fixedPrior } from './games.fixture';
import { gan } from './gan';
import { minimax, nonSaturating } from './losses';
import { discriminate } from './use';

const SYMBOLS = 4;

/** KL(p ‖ q) of two distributions over symbols, nats. */
const kl = (p: readonly number[], q: readonly number[]): number =>
  p.reduce((total, pi, i) => total + (pi === 0 ? 0 : pi * Math.log(pi / (q[i] as number))), 0);

/** JSD(p ‖ g) = ½ KL(p ‖ m) + ½ KL(g ‖ m), m = ½ (p + g), nats. */
function jensenShannon(p: readonly number[], g: readonly number[]): number {
  const m = p.map((pi, i) => (pi + (g[i] as number)) / 2);
  return (kl(p, m) + kl(g, m)) / 2;
}

/** A one-hot row for each of `count[i]` occurrences of symbol i: a batch in which frequencies are exact. */
const symbols = (counts: readonly number[]): number[][] =>
  counts.flatMap((count, i) =>
    Array.from({ length: count }, () => Array.from({ length: SYMBOLS }, (_, j) => Number(i === j))),
  );

const games = [
  { what: 'unlike distributions', p: [20, 8, 3, 1], g: [2, 4, 10, 16], loss: minimax() },
  { what: 'nearly alike distributions', p: [8, 8, 8, 8], g: [9, 7, 8, 8], loss: nonSaturating() },
  { what: 'equal distributions', p: [14, 9, 8, 1], g: [14, 9, 8, 1], loss: minimax() },
];

// I. Goodfellow et al. (2014): proposition 1, D* = p / (p + g), and theorem 1, V(D*, G) = −log 4 + 2 JSD(p ‖ g).
describe.each(games)('the optimal discriminator of $what, $loss.name', ({ p: pCounts, g: gCounts, loss }) => {
  const [p, g] = [pCounts, gCounts].map((counts) => counts.map((n) => n / 32)) as [number[], number[]];

  it('tells the ratio of the densities, and its value the Jensen–Shannon divergence', async () => {
    // D is a table of logits, and the generator passes on what the prior draws.
    const table = variable(zeros([SYMBOLS, 1]));
    const game = gan({
      prior: fixedPrior(symbols(gCounts)),
      generator: fromFunction((z) => z.clone()),
      discriminator: {
        apply: (x) => matMul(x as Tensor2D, table as Tensor2D),
        parameters: { table },
        state: {},
        dispose: () => table.dispose(),
      },
      loss,
    });
    const learningRate = exponentialDecay({ from: 0.3, factor: 0.1, steps: 100 });
    const [objective] = game.objectives({
      generator: adam({ learningRate: 0 }),
      discriminator: adam({ learningRate }),
    });
    const rows = symbols(pCounts);
    const batch: HostBatch = {
      x: { shape: [rows.length, SYMBOLS], dtype: 'float32', data: Float32Array.from(rows.flat()) },
    };
    const engine = await eager().prepare([objective], { x: { shape: [SYMBOLS], dtype: 'float32' } });
    for (let step = 0; step < 300; step++) await engine.step({ key: key(step), step, batches: [batch] });
    await engine.read();
    await engine.step({ key: key(300), step: 300, batches: [batch] });
    const metrics = await engine.read();
    engine.dispose();

    const optimum = p.map((pi, i) => pi / (pi + (g[i] as number)));
    const outputs = tidy(() => sigmoid(discriminate(key(1), game, eye(SYMBOLS))));
    expectClose(outputs, optimum, { absolute: 2e-4 });
    // the value is flat at the optimum: its error is the square of D's
    const value = -(metrics['discriminator/loss'] as number);
    expectClose(value, -Math.log(4) + 2 * jensenShannon(p, g), { relative: 0, absolute: 3e-6 });
    // the metrics are the means of D over data and over samples
    const meanOf = (weights: readonly number[]): number =>
      weights.reduce((sum, w, i) => sum + w * (optimum[i] as number), 0);
    expectClose(metrics['discriminator/real'] as number, meanOf(p), { absolute: 2e-4 });
    expectClose(metrics['discriminator/fake'] as number, meanOf(g), { absolute: 2e-4 });
    game.dispose();
    expect(table.isDisposed).toBe(true);
  });
});
