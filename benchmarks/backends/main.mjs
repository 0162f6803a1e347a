// Our wasm adapter against @tensorflow/tfjs-backend-wasm, side by side: each runs in a process of its own, since kernels are
// registered globally, and they take turns, so that what else the machine does falls on both. `--save` writes the results.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';

const rounds = 12;
const repeats = { forward: 20, gradients: 10, 'training-step': 10 };

const sides = {};
for (const side of ['ours', 'peer']) {
  sides[side] = fork(new URL('worker.mjs', import.meta.url), [side]);
  await once(sides[side], 'message');
}

async function measure(side, name) {
  const answer = once(sides[side], 'message');
  sides[side].send({ name, repeats: repeats[name] });
  return (await answer)[0];
}

const quantile = (sorted, q) => sorted[Math.round(q * (sorted.length - 1))];
const rows = [];
const ratios = [];
for (const name of Object.keys(repeats)) {
  const times = { ours: [], peer: [] };
  const values = {};
  for (let round = -1; round < rounds; round++)
    for (const side of round % 2 === 0 ? ['ours', 'peer'] : ['peer', 'ours']) {
      const result = await measure(side, name);
      values[side] = result.value;
      if (round >= 0) times[side].push(...result.times); // the first round warms up
    }
  const difference = Math.abs(values.ours - values.peer) / Math.abs(values.peer);
  if (!(difference < 1e-3)) throw new Error(`${name}: losses ${values.ours} and ${values.peer} differ`);
  const median = {};
  for (const side of ['ours', 'peer']) {
    const sorted = times[side].sort((a, b) => a - b);
    median[side] = quantile(sorted, 0.5);
    const cells = [0.5, 0.1, 0.9].map((q) => quantile(sorted, q).toFixed(1).padStart(7));
    rows.push(`| ${name.padEnd(13)} | ${side} | ${cells.join(' | ')} |`);
  }
  ratios.push(`ratio ${name} OURS/PEER ${(median.peer / median.ours).toFixed(2)}`);
}
for (const side of Object.values(sides)) side.kill();

const date = new Date().toISOString().slice(0, 10);
const { model } = cpus()[0];
const report = `# wasm: @jensenjs/backend-wasm against @tensorflow/tfjs-backend-wasm 4.22.0

MLP VAE 784-400-20-400-784, batch 128, Adam written in tfjs operations; one thread each, in turns.
${date}, Node ${process.version}, ${model}, ${cpus().length} cores. Milliseconds per call, ${rounds} rounds.

| case          | side |  median |     10% |     90% |
|---------------|------|---------|---------|---------|
${rows.join('\n')}

Ratios of medians; above 1, ours is faster.

${ratios.join('\n')}
`;
process.stdout.write(report);
if (process.argv.includes('--save')) {
  const folder = new URL('../results/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('backends.md', folder), report);
}
