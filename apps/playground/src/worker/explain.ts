import type { VaeBuilt } from '@jensenjs/app-models';
import { type Key, logMeanExp, split } from '@jensenjs/core';
import { evaluateBound } from '@jensenjs/elbo';
import { cast, concat, greaterEqual, sqrt, squeeze, type Tensor, tensor, tidy, tile } from '@tensorflow/tfjs-core';
import type { Drawing, Explanation } from '../protocol';
import { conditionFor } from './decode';
import { toPictures } from './pictures';

/** Draws of z for the bound of one image: its standard error is then below one nat, once a model is trained. */
const DRAWS = 100;

/** Posterior, reconstruction and bound of one image. Pixels become black or white at one half, as Bernoulli pixels are. */
export async function explain(key: Key, built: VaeBuilt, { pixels, label }: Drawing): Promise<Explanation> {
  const [forPosterior, forDecoder, forBound] = split(key, 3);
  const { model, shape } = built;
  const results = tidy(() => {
    const x = cast(greaterEqual(tensor(pixels, [1, ...shape.image]), 0.5), 'float32');
    const given = conditionFor(built, 1, label);
    const q = model.posterior(x, { key: forPosterior, training: false, ...given });
    const center = q.mean(); // [1, latent]
    const reconstruction = model.likelihood(center, { key: forDecoder, training: false, ...given }).mean();
    // One draw for each of many copies, so that every draw's log p(x, z) − log q(z | x) is known.
    const copies = tile(x, [DRAWS, 1, 1, 1]);
    const batch = { x: copies, ...conditionFor(built, DRAWS, label) };
    const logWeights = evaluateBound({ key: forBound, model, batch, samples: 1 }); // [DRAWS]
    return {
      center: squeeze(center, [0]),
      scale: squeeze(sqrt(q.variance()), [0]),
      pictures: concat([x, reconstruction]),
      logWeights,
      importanceWeighted: logMeanExp(logWeights),
    };
  });
  const [center, scale, weights, [importanceWeighted = Number.NaN], pictures] = await Promise.all([
    numbersOf(results.center),
    numbersOf(results.scale),
    numbersOf(results.logWeights),
    numbersOf(results.importanceWeighted),
    toPictures(results.pictures),
  ]);
  return { mean: center, scale, pictures, ...averageOf(weights), importanceWeighted, draws: DRAWS };
}

/** Reads a tensor and disposes it. */
async function numbersOf(value: Tensor): Promise<Float32Array> {
  try {
    return Float32Array.from(await value.data());
  } finally {
    value.dispose();
  }
}

/** The mean of independent draws, and its standard error. */
function averageOf(draws: Float32Array): { bound: number; standardError: number } {
  const n = draws.length;
  const bound = draws.reduce((sum, value) => sum + value, 0) / n;
  const squares = draws.reduce((sum, value) => sum + (value - bound) ** 2, 0);
  return { bound, standardError: Math.sqrt(squares / (n - 1) / n) };
}
