import type { LatentModel } from '@jensenjs/core';
import { independent, normal, standardNormal } from '@jensenjs/distributions';
import { fromFunction } from '@jensenjs/networks';
import { matMul, reshape, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { conditionalVae } from './conditional-vae';
import { gaussianPixels } from './gaussian-pixels';
import { vae } from './vae';

/** What the linear decoder does to a z of three coordinates: an image of two pixels. */
const A = [
  [1, 2],
  [-3, 0.5],
  [0.25, -1],
] as const;
/** What it adds for the two classes of a condition. */
const B = [
  [10, 20],
  [-10, 40],
] as const;

export const picture = (z: readonly number[], c: readonly number[] = []): number[] =>
  [0, 1].map((pixel) =>
    [...A, ...B].reduce((total, row, i) => total + (row[pixel] as number) * ([...z, ...c][i] ?? 0), 0),
  );

const linear = (rows: readonly (readonly number[])[]) =>
  fromFunction((z) => {
    const flat = matMul(reshape(z, [-1, rows.length]), tensor(rows.map((row) => [...row]))); // [samples·batch, 2]
    return reshape(flat, [...z.shape.slice(0, -1), 2]);
  });

const parts = {
  prior: standardNormal([3]),
  likelihood: (h: Tensor) => gaussianPixels(h, { scale: 0.5, eventRank: 1 }),
};

/** x of two pixels has the latent mean (x₀, x₁, 0); decoders are linear. */
export const linearVae: LatentModel<true> = vae({
  ...parts,
  encoder: fromFunction((x) => matMul(x, tensor([1, 0, 0, 0, 1, 0], [2, 3]))),
  posterior: (h) => independent(normal(h, 0.1), 1),
  decoder: linear(A),
});

/** The same, of two classes: the latent mean is (x₀, x₁, Σ i cᵢ). */
export const linearConditionalVae: LatentModel<true> = conditionalVae({
  ...parts,
  classes: 2,
  encoder: fromFunction((joined) => matMul(joined, tensor([1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1], [4, 3]))),
  posterior: (h) => independent(normal(h, 0.1), 1),
  decoder: linear([...A, ...B]),
});
