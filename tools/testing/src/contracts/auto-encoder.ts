import { key, split } from '@jensenjs/core';
import { batches, glyphs } from '@jensenjs/data';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, objective } from '@jensenjs/elbo';
import { mlp } from '@jensenjs/networks';
import { adam, eager, train } from '@jensenjs/train';
import { bernoulliPixels, diagonalNormal, vae } from '@jensenjs/vae';

/** Mean bounds in nats of three epochs of so many steps of a small auto-encoder, on the active backend. */
export async function trainAutoEncoder(steps: number): Promise<number[]> {
  const [drawing, forEncoder, forDecoder, training] = split(key(1), 4);
  const model = vae({
    prior: standardNormal([5]),
    encoder: mlp(forEncoder, { input: [28, 28, 1], hidden: [17], output: 10 }),
    posterior: diagonalNormal,
    decoder: mlp(forDecoder, { input: 5, hidden: [17], output: [28, 28, 1] }),
    likelihood: (h) => bernoulliPixels(h),
  });
  const bounds: number[] = [];
  for await (const { metrics } of train({
    key: training,
    engine: eager(),
    batches: batches(glyphs(drawing, { count: 11 * steps }), { size: 11, binarize: 'dynamic' }),
    objectives: [objective(model, elbo({ kl: klDivergence }), adam({ learningRate: 0.1 / steps }))],
    epochs: 3,
  }))
    bounds.push(metrics['model/bound'] as number);
  model.dispose();
  return bounds;
}
