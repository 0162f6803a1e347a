// Two losses for the generator of a GAN (Goodfellow et al. 2014, section 3). At the start samples are far from the data and D soon
// tells them apart, D(G(z)) → 0. The slope of minimax's log(1 − D(G(z))) in D's logit is then D(G(z)) itself and
// vanishes; that of the non-saturating −log D(G(z)) is 1 − D(G(z)) and does not.
import assert from 'node:assert/strict';
import { cpu } from '@jensenjs/backend-cpu';
import { drawArray, foldIn, key, split, useBackend } from '@jensenjs/core';
import { standardNormal } from '@jensenjs/distributions';
import { gan, minimax, nonSaturating } from '@jensenjs/gan';
import { mlp } from '@jensenjs/networks';
import { adam, eager, sgd } from '@jensenjs/train';
import * as tf from '@tensorflow/tfjs-core';

await useBackend(cpu());
const [forGenerator, forDiscriminator, drawing, training, probing] = split(key(1), 5);
const parts = {
  prior: standardNormal([2]),
  generator: mlp(forGenerator, { input: 2, hidden: [32], output: 2 }),
  discriminator: mlp(forDiscriminator, { input: 2, hidden: [32], output: 1, activation: 'leakyRelu' }),
};
const optimizers = { generator: sgd({ learningRate: 0 }), discriminator: adam({ learningRate: 1e-2 }) };
const [discriminator, saturating] = gan({ ...parts, loss: minimax() }).objectives(optimizers);
const [, steady] = gan({ ...parts, loss: nonSaturating() }).objectives(optimizers); // the same networks

// Data around (6, 6); only D learns, on the same data in every step.
const size = 128;
const data = drawArray(drawing, { kind: 'normal' }, 2 * size).map((noise) => 6 + 0.5 * noise);
/** @type {import('@jensenjs/core').HostArray} */
const host = { shape: [size, 2], dtype: 'float32', data };
const engine = await eager().prepare([discriminator], { x: { shape: [2], dtype: 'float32' } });

/** Norm of the gradient of an objective's loss in all of the generator's parameters. */
const gradientNorm = async ({ loss, parameters }) => {
  const norm = tf.tidy(() => {
    const batch = { x: tf.tensor(data, [size, 2]) };
    const value = () => loss({ key: probing, batch, step: tf.scalar(0, 'int32') }).loss;
    const { grads } = tf.variableGrads(value, Object.values(parameters));
    return tf.sqrt(tf.addN(Object.values(grads).map((g) => tf.sum(tf.square(g)))));
  });
  return (await norm.data())[0];
};

const rows = [];
for (let step = 0; step <= 300; step++) {
  await engine.step({ key: foldIn(training, step), step, batches: [{ x: host }] });
  if (step % 25 !== 0) continue;
  const fooled = (await engine.read())['discriminator/fake']; // mean of D(G(z)) since the last row
  rows.push({ step, fooled, minimax: await gradientNorm(saturating), steady: await gradientNorm(steady) });
}
engine.dispose();

const column = (norm) => Math.round(20 + 6 * Math.log10(norm)); // a logarithmic axis, 6 columns for a factor 10
console.log("norm of the generator's gradient: m minimax, n non-saturating (one decade is 6 columns)\n");
for (const { step, fooled, minimax: m, steady: n } of rows) {
  const line = Array.from({ length: 36 }, (_, i) => (i === column(n) ? 'n' : i === column(m) ? 'm' : '·')).join('');
  const norms = `${m.toExponential(1)}  ${n.toFixed(2)}`;
  console.log(`step ${String(step).padStart(3)}  D(G(z)) ${fooled.toFixed(4)}  ${line}  ${norms}`);
}
const [first, last] = [rows[0], rows.at(-1)];
assert.ok(last.fooled < 0.01 && last.minimax < first.minimax / 20, "minimax's gradient vanishes with D(G(z))");
assert.ok(Math.min(...rows.map((row) => row.steady)) > first.steady / 2, 'the non-saturating one stays');
