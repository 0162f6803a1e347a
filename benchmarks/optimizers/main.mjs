// Updates of parameters by the fused optimisers of @jensenjs/compile, against the same optimisers in tfjs operations on our
// wasm backend and, where python3 (or the program named by PYTHON) has it, against PyTorch's fused ones; one thread each, in
// turns. `--save` writes the results.
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { wasm } from '@jensenjs/backend-wasm';
import { adam, momentum, rmsprop, sgd } from '@jensenjs/train';
import * as tf from '@tensorflow/tfjs-core';
import { runnerImport } from 'vite';

const rounds = 20;
const learningRate = 1e-6;
const kinds = { sgd, momentum, rmsprop, adam };
/** Numbers of each tensor: an MLP VAE 784-400-20-400-784, and one large matrix. */
const models = {
  mlp: [784 * 400, 400, 400 * 40, 40, 20 * 400, 400, 400 * 784, 784],
  matrix: [1e7],
};
const updatesOf = { mlp: 20, matrix: 2 };
/** Bytes that an update reads and writes for a number: parameter and slots both ways, the gradient once. */
const traffic = { sgd: 12, momentum: 20, rmsprop: 20, adam: 28 };

/** The optimisers are not exported from the package, whose engine uses them. */
const source = async (name) => {
  const file = new URL(`../../packages/compile/src/optimizers/${name}.ts`, import.meta.url).pathname;
  return (await runnerImport(file, { configFile: false, logLevel: 'error' })).module;
};
const { createArena } = await source('arena');
const { fuseOptimizer } = await source('fuse-optimizer');

const random = (array) => array.forEach((_, i) => (array[i] = Math.random() - 0.5));

function fused(make, sizes) {
  const { spec, init } = make({ learningRate });
  const names = Object.keys(tf.tidy(() => init(tf.zeros([1]))));
  const { memory, arrays } = createArena(sizes.flatMap((size) => Array(2 + names.length).fill(size)));
  const tensors = sizes.map((_, i) => {
    const [parameter, gradient, ...slots] = arrays.slice((2 + names.length) * i, (2 + names.length) * (i + 1));
    for (const array of [parameter, gradient]) random(array);
    return { parameter, gradient, slots: Object.fromEntries(names.map((name, j) => [name, slots[j]])) };
  });
  const { update } = fuseOptimizer(spec, memory, tensors);
  let count = 0;
  return () => update(learningRate, ++count);
}

function eager(make, sizes) {
  const optimizer = make({ learningRate });
  const gradients = sizes.map((size) => tf.randomUniform([size], -0.5, 0.5));
  let parameters = sizes.map((size) => tf.randomUniform([size], -0.5, 0.5));
  let slots = parameters.map((parameter) => optimizer.init(parameter));
  const rate = tf.scalar(learningRate);
  let updates = 0;
  return () => {
    const count = tf.scalar(++updates, 'int32');
    const next = optimizer.update({ gradients, parameters, slots, rate, count });
    tf.dispose([parameters, slots, count]);
    ({ parameters, slots } = next);
  };
}

/** PyTorch in a process of its own; undefined where there is none. */
async function startTorch() {
  const script = new URL('peer.py', import.meta.url).pathname;
  const args = [script, JSON.stringify(models), JSON.stringify(Object.keys(kinds))];
  const peer = spawn(process.env.PYTHON ?? 'python3', args, { stdio: ['pipe', 'pipe', 'ignore'] });
  peer.on('error', () => {});
  const lines = createInterface(peer.stdout)[Symbol.asyncIterator]();
  const { value: version } = await lines.next();
  if (version === undefined) return undefined;
  const measure = async (model, kind, count) => {
    peer.stdin.write(`${model} ${kind} ${count}\n`);
    return JSON.parse((await lines.next()).value);
  };
  return { version, measure, stop: () => peer.kill() };
}

function timed(update) {
  return (count) =>
    Array.from({ length: count }, () => {
      const begin = performance.now();
      update();
      return performance.now() - begin;
    });
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

await wasm().activate();
const torch = await startTorch();
const rows = [];
const ratios = [];
for (const [model, sizes] of Object.entries(models))
  for (const [kind, make] of Object.entries(kinds)) {
    const sides = {
      fused: timed(fused(make, sizes)),
      eager: timed(eager(make, sizes)),
      ...(torch && { torch: (count) => torch.measure(model, kind, count) }),
    };
    const times = Object.fromEntries(Object.keys(sides).map((side) => [side, []]));
    // The first round warms up.
    for (let round = -1; round < rounds; round++)
      for (const [side, measure] of Object.entries(sides)) {
        const found = await measure(updatesOf[model]);
        if (round >= 0) times[side].push(...found);
      }
    const numbers = sizes.reduce((sum, size) => sum + size, 0);
    const least = Object.fromEntries(Object.entries(times).map(([side, values]) => [side, Math.min(...values)]));
    for (const [side, values] of Object.entries(times)) {
      const speed = side === 'eager' ? '' : ((traffic[kind] * numbers) / least[side] / 1e6).toFixed(0);
      const figures = [median(values), least[side]].map((time) => time.toFixed(3).padStart(8));
      rows.push(`| ${[model.padEnd(6), kind.padEnd(8), side, ...figures, speed.padStart(4)].join(' | ')} |`);
      if (side !== 'fused')
        ratios.push(`ratio ${model}-${kind} fused/${side} ${(least[side] / least.fused).toFixed(2)}`);
    }
  }
torch?.stop();

const report = `# Optimisers: one pass over memory against operations

fused: the optimisers of @jensenjs/compile in WebAssembly; eager: those of @jensenjs/train in tfjs operations on
@jensenjs/backend-wasm; torch: ${torch ? `PyTorch ${torch.version}, fused but for rmsprop, which has no such form` : 'PyTorch, not found here'}.
One thread each, in turns. mlp: 652 824 numbers in 8 tensors, those of a VAE; matrix: 10 000 000 in one. GB/s: what the fastest
update reads and writes. ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus()[0].model}, ${cpus().length} cores. Milliseconds per update.

| model  | kind     | side  |   median |    least | GB/s |
|--------|----------|-------|----------|----------|------|
${rows.join('\n')}

Ratios of the fastest updates, which other work on the machine disturbs least; above 1, fused is faster.

${ratios.join('\n')}
`;
process.stdout.write(report);
if (process.argv.includes('--save')) {
  const folder = new URL('../results/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('optimizers.md', folder), report);
}
