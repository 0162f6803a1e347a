// A model of one's own, in a file that runs unchanged in Node and in browsers: a module written by hand, as the decoder of a
// VAE whose prior, likelihood and training are the library's.
import { nameVariables, randomNormal, split } from '@jensenjs/core';
import { batches, glyphs } from '@jensenjs/data';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, objective } from '@jensenjs/elbo';
import { mlp } from '@jensenjs/networks';
import { adam, train } from '@jensenjs/train';
import { bernoulliPixels, diagonalNormal, vae } from '@jensenjs/vae';
import * as tf from '@tensorflow/tfjs-core';

/** Logits [..., 28, 28, 1] of an image that is a sum of products of a row profile and a column profile: rank-`rank` images. */
export function lowRankDecoder(key, { latent, rank }) {
  const [forRows, forColumns] = split(key, 2);
  const weights = (k) => tf.tidy(() => tf.variable(tf.mul(randomNormal(k, [latent, 28 * rank]), 0.3)));
  const parameters = nameVariables({
    profile: { rows: weights(forRows), columns: weights(forColumns) },
    shade: { bias: tf.variable(tf.scalar(-2)) },
  });
  return {
    apply: (z) =>
      tf.tidy(() => {
        const flat = tf.reshape(z, [-1, latent]); // [...samples, batch, latent] → [n, latent]
        const rows = tf.reshape(tf.matMul(flat, parameters['profile/rows']), [-1, 28, rank]);
        const columns = tf.reshape(tf.matMul(flat, parameters['profile/columns']), [-1, rank, 28]);
        const image = tf.add(tf.matMul(rows, columns), parameters['shade/bias']); // [n, 28, 28]
        return tf.reshape(image, [...z.shape.slice(0, -1), 28, 28, 1]);
      }),
    parameters,
    state: {},
    dispose: () => tf.dispose(Object.values(parameters)),
  };
}

/** Trains on a few drawn digits; the bound at each epoch's end, in nats. The active backend computes. */
export async function trainCustomModel(key, { epochs }) {
  const [drawing, forEncoder, forDecoder, training] = split(key, 4);
  const model = vae({
    prior: standardNormal([8]),
    encoder: mlp(forEncoder, { input: [28, 28, 1], hidden: [64], output: 16, activation: 'silu' }),
    posterior: diagonalNormal,
    decoder: lowRankDecoder(forDecoder, { latent: 8, rank: 6 }),
    likelihood: (h) => bernoulliPixels(h),
  });
  const bounds = [];
  const source = batches(glyphs(drawing, { count: 500 }), { size: 50, binarize: 'dynamic' });
  const objectives = [objective(model, elbo({ kl: klDivergence }), adam({ learningRate: 5e-3 }))];
  for await (const report of train({ key: training, batches: source, objectives, epochs, reportEvery: 10 }))
    if (report.epochProgress === 1) bounds.push(report.metrics['model/bound']);
  model.dispose();
  return bounds;
}
