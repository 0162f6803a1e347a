// Our wasm adapter against @tensorflow/tfjs-backend-wasm, side by side: each runs in a process of its own, since
// kernels are registered globally, and they take turns, so that what else the machine does falls on both. The
// convolutional model runs on tfjs's cpu backend too, which is the only one of tfjs's own in plain Node that trains it.
// `--save` writes the results.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';

const rounds = 12;
const wasmSides = ['ours', 'peer'];
/** For each case, how many calls a round has. */
const programs = {
  mlp: { forward: 20, gradients: 10, 'training-step': 10 },
  conv: { forward: 5, gradients: 3, 'training-step': 2 },
};

const sides = {};
for (const side of [...wasmSides, 'cpu']) {
  sides[side] = fork(new URL('worker.mjs', import.meta.url), [side]);
  await once(sides[side], 'message');
}

async function measure(side, program, name, repeats) {
  const answer = once(sides[side], 'message');
  sides[side].send({ program, name, repeats });
  return (await answer)[0];
}

const quantile = (sorted, q) => sorted[Math.round(q * (sorted.length - 1))];
const rows = [];
const row = (program, name, side, cells) =>
  rows.push(
    `| ${program.padEnd(5)} | ${name.padEnd(13)} | ${side.padEnd(4)} | ${cells.map((cell) => cell.padStart(8)).join(' | ')} |`,
  );
const ratios = [];
const notes = [];

function checkClose(label, value, other) {
  const difference = Math.abs(value - other) / Math.abs(other);
  if (!(difference < 1e-3)) throw new Error(`${label}: losses ${value} and ${other} differ`);
}

for (const [program, cases] of Object.entries(programs))
  for (const [name, repeats] of Object.entries(cases)) {
    const label = program === 'mlp' ? name : `${program}-${name}`;
    const times = { ours: [], peer: [] };
    // The first round warms up. Its loss, after as many steps on every side, tells whether all compute the same.
    const first = {};
    for (let round = -1; round < rounds; round++)
      for (const side of round % 2 === 0 ? wasmSides.toReversed() : wasmSides) {
        if (first[side]?.problem) continue;
        const result = await measure(side, program, name, repeats);
        first[side] ??= result;
        if (round >= 0) times[side].push(...result.times);
      }
    if (program === 'conv' && name === 'training-step') {
      first.cpu = await measure('cpu', program, name, repeats);
      times.cpu = first.cpu.times; // so slow that a first call is no exception
    }
    const median = {};
    for (const [side, { value, problem }] of Object.entries(first)) {
      if (problem) {
        row(program, name, side, ['cannot', '', '']);
        notes.push(`${program} ${name}, ${side}: ${problem.split('\n')[0]}`);
        continue;
      }
      checkClose(`${label} on ${side}`, value, first.ours.value);
      const sorted = times[side].toSorted((a, b) => a - b);
      median[side] = quantile(sorted, 0.5);
      row(
        program,
        name,
        side,
        [0.5, 0.1, 0.9].map((q) => quantile(sorted, q).toFixed(1)),
      );
    }
    for (const [side, time] of Object.entries(median))
      if (side !== 'ours') ratios.push(`ratio ${label} OURS/${side.toUpperCase()} ${(time / median.ours).toFixed(2)}`);
  }
for (const side of Object.values(sides)) side.kill();

const date = new Date().toISOString().slice(0, 10);
const { model } = cpus()[0];
const report = `# wasm: @jensenjs/backend-wasm against @tensorflow/tfjs-backend-wasm 4.22.0

mlp: a VAE 784-400-20-400-784. conv: a VAE of images 28 × 28 with convolutions to 32 and 64 channels, stride 2 and kernels 4 wide,
a dense layer to 20 latents, and the same backwards. Batch 128, Adam written in tfjs operations; one thread each, in turns. Peer: tfjs's
wasm backend as it comes; cpu: tfjs's backend in plain JavaScript.
${date}, Node ${process.version}, ${model}, ${cpus().length} cores. Milliseconds per call, ${rounds} rounds.

| model | case          | side |   median |      10% |      90% |
|-------|---------------|------|----------|----------|----------|
${rows.join('\n')}
${notes.map((note) => `\n${note}\n`).join('')}
Ratios of medians; above 1, ours is faster.

${ratios.join('\n')}
`;
process.stdout.write(report);
if (process.argv.includes('--save')) {
  const folder = new URL('../results/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('backends.md', folder), report);
}
