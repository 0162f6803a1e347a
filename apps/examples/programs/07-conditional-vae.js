// A conditional VAE draws the digit that it is asked for. A classifier that has never seen its drawings is the judge: how
// many of them does it read as that digit? And an edit: the style of a drawing, kept, in another digit.
import assert from 'node:assert/strict';
import { wasm } from '@jensenjs/backend-wasm';
import { key, oneHotLabels, split, useBackend } from '@jensenjs/core';
import { batches, glyphs } from '@jensenjs/data';
import { klDivergence, standardNormal } from '@jensenjs/distributions';
import { elbo, objective } from '@jensenjs/elbo';
import { mlp } from '@jensenjs/networks';
import { adam, train } from '@jensenjs/train';
import { bernoulliPixels, conditionalVae, diagonalNormal, edit, sample } from '@jensenjs/vae';
import * as tf from '@tensorflow/tfjs-core';

await useBackend(wasm());
const [drawing, forEncoder, forDecoder, training, forJudge, judging, showing, editing] = split(key(1), 8);
const digits = glyphs(drawing, { count: 2000, size: 14 });
const data = { batches: batches(digits, { size: 50, condition: true }), reportEvery: 40 }; // condition: one-hot labels

const model = conditionalVae({
  prior: standardNormal([8]),
  encoder: mlp(forEncoder, { input: 196 + 10, hidden: [128], output: 16 }), // x and the condition in columns
  posterior: (h) => diagonalNormal(h),
  decoder: mlp(forDecoder, { input: 8 + 10, hidden: [128], output: [14, 14, 1] }), // z and the condition
  likelihood: (h) => bernoulliPixels(h),
  classes: 10,
});
const objectives = [objective(model, elbo({ kl: klDivergence }), adam({ learningRate: 3e-3 }))];
for await (const { epoch, metrics } of train({ key: training, objectives, epochs: 8, ...data }))
  console.log(`epoch ${epoch}: bound ${metrics['model/bound'].toFixed(1)} nats`);
// The judge: logistic regression, trained by the same loop on the data alone.
const judge = mlp(forJudge, { input: [14, 14, 1], output: 10 });
const logProbs = (x) => tf.logSoftmax(judge.apply(x)); // [n, 10]
const loss = ({ batch }) => tf.neg(tf.sum(tf.mul(logProbs(batch.x), batch.condition), -1)); // [batch]
const [parameters, optimizer] = [judge.parameters, adam({ learningRate: 1e-2 })];
for await (const { epoch } of train({
  key: judging,
  objectives: [{ name: 'judge', parameters, state: {}, optimizer, loss: (given) => ({ loss: tf.mean(loss(given)) }) }],
  epochs: 5,
  ...data,
}))
  console.log(`judge, epoch ${epoch}`);
const share = async (x, labels) => {
  const read = await tf.argMax(logProbs(x), -1).data();
  return labels.filter((label, i) => label === read[i]).length / labels.length; // 0.1 by chance
};
const labels = Array.from({ length: 200 }, (_, i) => i % 10);
const others = labels.map((label) => (label + 5) % 10);
const [condition, changed] = [labels, others].map((of) => oneHotLabels(of, 10)); // each [200, 10]
const asked = sample(showing, model, 200, { condition }); // [200, 14, 14, 1]
const edited = edit(editing, model, asked, { condition: changed }, { condition });
const [right, rightAfter] = [await share(asked, labels), await share(edited, others)];
console.log(
  `the judge reads ${100 * right} of 100 drawings as what was asked for, and ${100 * rightAfter} of 100 edits`,
);

const shade = (pixels) => Array.from(pixels, (p) => ' .:-=+*#%@'[Math.round(9 * p)]).join('');
for (const pixels of [await asked.data(), await edited.data()])
  for (let row = 14; row < 182; row += 14)
    console.log([0, 1, 2, 3, 4].map((i) => shade(pixels.subarray(i * 196 + row, i * 196 + row + 14))).join('  '));
assert.ok(right > 0.8 && rightAfter > 0.8, 'the judge reads most of them');
