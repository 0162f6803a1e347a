// Jensen's inequality: log E[w] ≥ E[log w]. With w = p(x, z) / q(z) and z ~ q the left side is log p(x) and the right side
// the ELBO. The gap is KL(q(z) ‖ p(z | x)): it closes exactly when q is the posterior, and w is then constant.
import assert from 'node:assert/strict';
import { cpu } from '@jensenjs/backend-cpu';
import { key, logMeanExp, split, useBackend } from '@jensenjs/core';
import { klDivergence, normal } from '@jensenjs/distributions';
import * as tf from '@tensorflow/tfjs-core';

await useBackend(cpu());
const number = async (x) => (await x.data())[0];

// z ~ N(0, 1), x | z ~ N(z, 1): p(x) = N(0, 2) and p(z | x) = N(x / 2, 1 / 2) are known exactly.
const x = 1.5;
const evidence = await number(normal(0, Math.sqrt(2)).logProb(x));
const posterior = normal(x / 2, Math.sqrt(0.5));
const candidates = {
  'the prior': normal(0, 1),
  'the right mean': normal(x / 2, 0.3),
  'close to it': normal(0.7, 0.65),
  'the posterior': posterior,
};
console.log(`log p(x) = ${evidence.toFixed(4)} nats\n`);
console.log('q                 ELBO      gap   KL(q ‖ p(z|x))   spread of log w');

const samples = 20_000;
const keys = split(key(1), Object.keys(candidates).length);
for (const [i, [name, q]] of Object.entries(candidates).entries()) {
  const { value: z, logProb: logQ } = q.sampleAndLogProb(keys[i], [samples]);
  const logW = tf.sub(tf.add(normal(0, 1).logProb(z), normal(z, 1).logProb(x)), logQ);
  const { mean, variance } = tf.moments(logW);
  const [elbo, spread] = [await number(mean), Math.sqrt(await number(variance))];
  const averaged = await number(logMeanExp(logW, 0)); // log of the mean of w: an estimate of log p(x)
  const kl = await number(klDivergence(q, posterior));
  const gap = evidence - elbo;
  console.log(
    `${name.padEnd(15)} ${elbo.toFixed(4)}  ${gap.toFixed(4).padStart(7)}  ${kl.toFixed(4).padStart(12)}  ${spread.toFixed(5).padStart(16)}`,
  );
  const error = spread / Math.sqrt(samples);
  assert.ok(Math.abs(gap - kl) < 5 * error + 1e-5, 'the gap is the KL from the posterior');
  assert.ok(averaged >= elbo - 1e-6, "Jensen's inequality holds on the samples themselves");
  if (q === posterior) assert.ok(spread < 1e-5 && Math.abs(gap) < 1e-5, 'equality: w is constant, and equals p(x)');
  else assert.ok(gap > 0.005, 'strict elsewhere');
}
