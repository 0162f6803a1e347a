import { key } from '@jensenjs/core';
import { expectClose } from '@jensenjs/testing';
import { grad, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { bernoulli, categorical, independent, klDivergence, normal, standardNormal, uniform } from './index';

// Numbers of any language's standard library; the same in Node and in a browser.
it('has densities, divergences and their gradients', () => {
  expectClose(normal(1, 2).logProb(3), -2.112085713764618);
  expectClose(uniform(-1, 3).logProb([0, 4]), [-1.3862943611198906, Number.NEGATIVE_INFINITY]);
  expectClose(bernoulli({ logits: 200 }).logProb([0, 1]), [-200, 0]);
  expectClose(categorical({ probs: [1, 3] }).logProb([0, 1, 2]), [
    -1.3862943611,
    -0.2876820724,
    Number.NEGATIVE_INFINITY,
  ]);
  expectClose(normal(0, 1).cdf([-6, 0, 1.5]), [9.865876450377e-10, 0.5, 0.9331927987311419], { absolute: 1e-12 });
  const q = (loc: Tensor) => independent(normal(loc, [0.5, 2]), 1);
  const loc = tensor([1, -2]);
  expectClose(klDivergence(q(loc), standardNormal([2])), 3.625);
  expectClose(grad((loc) => klDivergence(q(loc), standardNormal([2])))(loc), loc);
});

it('draws the same samples from a key everywhere', () => {
  expectClose(normal(1, 2).sample(key(7), [3]), [3.0229626, 0.7748023, -2.3821218], { relative: 1e-6, absolute: 1e-7 });
  expectClose(uniform(-1, 3).sample(key(7), [3]), [1.6963596, 2.8984675, 0.2113743], {
    relative: 1e-6,
    absolute: 1e-7,
  });
  const bits = bernoulli({ probs: 0.3 }).sample(key(7), [8]);
  expect([...bits.dataSync()]).toEqual([0, 0, 1, 0, 1, 0, 1, 0]);
  const classes = categorical({ probs: [1, 2, 3] }).sample(key(7), [8]);
  expect([...classes.dataSync()]).toEqual([0, 0, 1, 1, 2, 2, 2, 1]);
  const slope = grad((scale) => sum(normal(0, scale).sample(key(7))))(tensor([1, 1, 1]));
  expectClose(slope, normal(0, 1).sample(key(7), [3]));
});
