// Random tensors drawn by keys against those of tfjs, both reproducible (seeded), on the cpu backend.
import { cpu } from '@jensenjs/backend-cpu';
import {
  foldIn,
  key,
  permutation,
  randomExponential,
  randomIntegers,
  randomNormal,
  randomUniform,
  useBackend,
} from '@jensenjs/core';
import * as tf from '@tensorflow/tfjs-core';
import { Bench } from 'tinybench';

await useBackend(cpu());

const ROUNDS = 7;
const root = key(1);
let draws = 0;
const next = () => foldIn(root, draws++);

/** Cases by name: what ours and the peer draw of a size. Tensors are disposed of as part of the work. */
const cases = {
  normal: [(n) => randomNormal(next(), [n]), (n) => tf.randomNormal([n], 0, 1, 'float32', ++draws)],
  uniform: [(n) => randomUniform(next(), [n]), (n) => tf.randomUniform([n], 0, 1, 'float32', ++draws)],
  exponential: [
    (n) => randomExponential(next(), [n]),
    (n) => tf.tidy(() => tf.neg(tf.log1p(tf.neg(tf.randomUniform([n], 0, 1, 'float32', ++draws))))),
  ],
  integers: [(n) => randomIntegers(next(), [n], 0, 10), (n) => tf.randomUniformInt([n], 0, 10, ++draws)],
  permutation: [(n) => permutation(next(), n), (n) => tf.util.createShuffledIndices(n)],
};
const sizes = [128 * 20, 128 * 784];

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

console.log(`Node ${process.version}, tfjs ${tf.version_core}, median of ${ROUNDS} interleaved rounds`);
console.log(['case', 'size', 'jensen ns', 'tfjs ns'].map((head) => head.padStart(12)).join(''));
const ratios = [];
for (const [name, [ours, peer]] of Object.entries(cases))
  for (const size of sizes) {
    const times = { ours: [], peer: [] };
    for (let round = 0; round < ROUNDS; round++) {
      const bench = new Bench({ time: 100, warmupTime: 30 });
      for (const [side, draw] of [
        ['ours', ours],
        ['peer', peer],
      ])
        bench.add(side, () => {
          draw(size).dispose?.();
        });
      await bench.run();
      // Milliseconds for `size` numbers, as nanoseconds for one.
      for (const task of bench.tasks) times[task.name].push((task.result.latency.p50 / size) * 1e6);
    }
    const [a, b] = [median(times.ours), median(times.peer)];
    console.log([name, size, a.toFixed(1), b.toFixed(1)].map((cell) => String(cell).padStart(12)).join(''));
    ratios.push(`ratio ${name}-${size} jensen/tfjs ${(b / a).toFixed(2)}`);
  }
console.log(`\n${ratios.join('\n')}`);
