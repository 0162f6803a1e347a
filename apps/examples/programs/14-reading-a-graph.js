// What the compiler makes of a few lines. The model: z ~ N(0, 1), x | z ~ N(z, 1); the posterior N(m, s²), s = exp(r). Everything
// is known: the best m is x / 2, the best s² is 1/2, and there the bound is log p(x), x ~ N(0, 2). We let tfjs differentiate
// the bound, compile what comes of it, read the graph, and climb along it.
import assert from 'node:assert/strict';
import { cpu } from '@jensenjs/backend-cpu';
import { compile } from '@jensenjs/compile';
import { onnxNode } from '@jensenjs/compile/node';
import { foldIn, key, useBackend } from '@jensenjs/core';
import { normal } from '@jensenjs/distributions';
import * as tf from '@tensorflow/tfjs-core';

await useBackend(cpu());
const DRAWS = 100;

/** The bounds of all x, by draws of z: E log p(x | z) + log p(z) − log q(z), summed []; and its derivatives by m and r. All [3]. */
function climb({ x, m, r }, from) {
  const bound = (mean, logScale) => {
    const { value: z, logProb } = normal(mean, tf.exp(logScale)).sampleAndLogProb(from, [DRAWS]); // [DRAWS, 3]
    const joint = tf.add(normal(z, 1).logProb(x), normal(0, 1).logProb(z));
    return tf.sum(tf.mean(tf.sub(joint, logProb), 0));
  };
  const { value, grads } = tf.valueAndGrads(bound)([m, r]);
  return { bound: value, byM: grads[0], byR: grads[1] };
}

const x = Float32Array.of(-1, 0.5, 3);
const shape = [3];
const compiled = await compile(climb, { x: { shape }, m: { shape }, r: { shape } }, { runtime: onnxNode() });
console.log(String(compiled.graph));

// Eager tfjs runs a kernel for every line of this program and of its derivative. The compiler drops what has no use, does at
// once what depends on constants alone, and does once what is asked for twice.
const eagerly = () => climb({ x: tf.tensor(x), m: tf.zeros(shape), r: tf.zeros(shape) }, key(1));
const { kernels } = await tf.profile(eagerly);
const count = compiled.graph.operations.length;
console.log(`${kernels.length} kernels of eager tfjs, ${count} operations of the compiled graph`);
assert.ok(count < kernels.length, 'the passes save work');

const [m, r] = [new Float32Array(3), new Float32Array(3)];
const steps = 400;
let last;
for (let step = 0; step < steps; step++) {
  const { bound, byM, byR } = await compiled({ x, m, r }, foldIn(key(2), step));
  const [gradM, gradR] = [await byM.data(), await byR.data()];
  const rate = 0.2 * (1 - step / steps);
  for (let i = 0; i < 3; i++) [m[i], r[i]] = [m[i] + rate * gradM[i], r[i] + rate * gradR[i]];
  [last] = await bound.data();
  if (step % 100 === 0) console.log(`step ${step}: bound ${last.toFixed(3)} nats`);
  tf.dispose([bound, byM, byR]);
}
const logEvidence = x.reduce((sum, value) => sum - 0.5 * Math.log(4 * Math.PI) - value ** 2 / 4, 0);
console.log(`log p(x): ${logEvidence.toFixed(3)} nats`);
const rounded = (values) => Array.from(values, (value) => value.toFixed(2)).join(', ');
console.log(`m ${rounded(m)}; s² ${rounded(r.map((value) => Math.exp(2 * value)))}`);
m.forEach((value, i) => assert.ok(Math.abs(value - x[i] / 2) < 0.05, 'the mean of the posterior'));
r.forEach((value) => assert.ok(Math.abs(Math.exp(2 * value) - 0.5) < 0.05, 'its variance'));
assert.ok(Math.abs(last - logEvidence) < 0.05, 'and the bound is tight');
await compiled.dispose();
