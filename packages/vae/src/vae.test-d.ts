import type { LatentModel, Module } from '@jensenjs/core';
import { bernoulli, independent, standardNormal } from '@jensenjs/distributions';
import {
  bernoulliPixels,
  conditionalVae,
  diagonalNormal,
  type HeadFunction,
  learnedGaussianPixels,
  vae,
} from '@jensenjs/vae';

declare const encoder: Module;
declare const decoder: Module;
declare const network: Module;
const prior = standardNormal([2]);
const likelihood: HeadFunction = (h) => bernoulliPixels(h);
const parts = { prior, encoder, decoder, likelihood };

// What the posterior is decides which estimators take the model, whichever builder made it.
export const pathwise: LatentModel<true> = vae({ ...parts, posterior: (h) => diagonalNormal(h) });
export const conditional: LatentModel<true> = conditionalVae({ ...parts, posterior: diagonalNormal, classes: 3 });
const binary = conditionalVae({ ...parts, posterior: (h) => independent(bernoulli({ logits: h }), 1), classes: 3 });
export const discrete: LatentModel<false> = binary;
// @ts-expect-error a Bernoulli posterior has no pathwise gradients
export const wrong: LatentModel<true> = binary;

// Priors and heads may bring variables; of a posterior with variables, too, it is known whether it is reparameterised.
vae({ ...parts, posterior: diagonalNormal, likelihood: learnedGaussianPixels() });
vae({ ...parts, posterior: diagonalNormal, prior: { ...network, apply: () => prior } });
export const withVariables: LatentModel<true> = vae({ ...parts, posterior: { ...network, apply: diagonalNormal } });
// @ts-expect-error a network turns no output of another into a distribution
vae({ ...parts, posterior: diagonalNormal, likelihood: network });
// @ts-expect-error the width of the condition is the user's choice
conditionalVae({ ...parts, posterior: diagonalNormal });
