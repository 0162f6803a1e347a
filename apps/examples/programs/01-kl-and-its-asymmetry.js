// KL(q ‖ p) measures how badly p stands in for q, and it matters which is which. We fit one Gaussian q to a mixture p of
// two, once by each direction: forward KL(p ‖ q) covers both modes, reverse KL(q ‖ p) seeks one of them.
import assert from 'node:assert/strict';
import { cpu } from '@jensenjs/backend-cpu';
import { key, logSumExp, useBackend } from '@jensenjs/core';
import { klDivergence, monteCarloKl, normal } from '@jensenjs/distributions';
import * as tf from '@tensorflow/tfjs-core';

await useBackend(cpu());
const number = async (x) => (await x.data())[0];

// Closed forms, and that they differ by direction. The Monte Carlo estimate knows nothing of the formula.
const [narrow, wide] = [normal(0, 1), normal(1, 3)];
const forth = await number(klDivergence(narrow, wide));
const back = await number(klDivergence(wide, narrow));
const { estimate, standardError } = monteCarloKl(key(1), narrow, wide, { samples: 20_000 });
const [sampled, error] = [await number(estimate), await number(standardError)];
console.log(`KL(narrow ‖ wide) = ${forth.toFixed(3)} nats, by sampling ${sampled.toFixed(3)} ± ${error.toFixed(3)}`);
console.log(`KL(wide ‖ narrow) = ${back.toFixed(3)} nats`);
assert.ok(Math.abs(forth - sampled) < 4 * error && back > 3 * forth);

// p(x) = ½ N(−2, ½²) + ½ N(2, ½²)
const modes = [normal(-2, 0.5), normal(2, 0.5)];
const logP = (x) => tf.sub(logSumExp(tf.stack(modes.map((mode) => mode.logProb(x))), 0), Math.log(2));
const grid = tf.linspace(-8, 8, 1601); // spacing 0.01

const losses = {
  'forward, KL(p ‖ q)': (q) => tf.mul(tf.exp(logP(grid)), tf.sub(logP(grid), q.logProb(grid))),
  'reverse, KL(q ‖ p)': (q) => tf.mul(tf.exp(q.logProb(grid)), tf.sub(q.logProb(grid), logP(grid))),
};
const fits = {};
for (const [name, integrand] of Object.entries(losses)) {
  const [loc, logScale] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(0))];
  const q = () => normal(loc, tf.exp(logScale));
  const optimizer = tf.train.adam(0.05);
  let loss;
  for (let i = 0; i < 400; i++)
    loss = optimizer.minimize(() => tf.sum(tf.mul(integrand(q()), 0.01)), true, [loc, logScale]);
  const [kl, at, scale] = [await number(loss), await number(loc), Math.exp(await number(logScale))];
  console.log(`${name}: q = N(${at.toFixed(2)}, ${scale.toFixed(2)}²), ${kl.toFixed(3)} nats`);
  fits[name[0]] = { kl, at, scale };
}
// Forward KL matches the moments of p, mean 0 and variance ½² + 2²; reverse KL sits on one mode, ln 2 away from p.
assert.ok(Math.abs(fits.f.at) < 0.05 && Math.abs(fits.f.scale - Math.sqrt(4.25)) < 0.05);
assert.ok(Math.abs(Math.abs(fits.r.at) - 2) < 0.1 && Math.abs(fits.r.scale - 0.5) < 0.05);
assert.ok(Math.abs(fits.r.kl - Math.log(2)) < 0.02);
