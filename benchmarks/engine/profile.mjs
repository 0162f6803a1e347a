// Where the time of a compiled step goes, on one thread.
import { cpu } from '@jensenjs/backend-cpu';
import { compiled } from '@jensenjs/compile';
import { onnxNode } from '@jensenjs/compile/node';
import { useBackend } from '@jensenjs/core';
import { cases } from './cases.mjs';
import { ourTrainer } from './contenders/our-trainer.mjs';
import { greyOf, makePixels, makeWeights, splitWeights } from './make-inputs.mjs';
import { sumOperators } from './profile/operators.mjs';
import { PROFILER, RUNTIME, sampleFunctions } from './profile/functions.mjs';
import { copyRate, productRate } from './profile/rates.mjs';
import { watchedOrt } from './profile/watched-ort.mjs';
import { aligned } from './report.mjs';
import { median } from './statistics.mjs';
import { environment } from './versions.mjs';

const WARM = 5;
const STEPS = 40;

export async function profile(names = Object.keys(cases)) {
  await useBackend(cpu());
  const [flops, bandwidth] = [await productRate(), copyRate()];
  console.log(`${environment()}. One thread.`);
  console.log(
    `Product of matrices: ${(flops / 1e6).toFixed(1)} GFLOP/s. Copying: ${(bandwidth / 1e6).toFixed(1)} GB/s.\n`,
  );
  const grey = greyOf(makePixels());
  for (const name of names) {
    console.log(`## ${name}\n`);
    console.log(`${await profileParts(name, grey)}\n`);
    console.log(`${await profileOperators(name, grey, { flops, bandwidth })}\n`);
  }
}

async function onWatched(name, grey, options, use) {
  const watched = watchedOrt(options);
  const engine = compiled(onnxNode({ threads: 1, load: watched.load }));
  const trainer = await ourTrainer(engine, name, grey, splitWeights(name, makeWeights(name)));
  try {
    return await use(trainer, watched);
  } finally {
    trainer.close();
    watched.dispose();
  }
}

/** A step by what runs: ONNX Runtime, and the functions of ours that are sampled most. */
function profileParts(name, grey) {
  return onWatched(name, grey, {}, async ({ step }, { times }) => {
    const walls = [];
    const inside = [];
    for (let i = 0; i < WARM + STEPS; i++) {
      const [start, before] = [performance.now(), times.length];
      await step(i);
      walls.push(performance.now() - start);
      inside.push(times.slice(before).reduce((a, b) => a + b, 0));
    }
    const [wall, runs] = [walls, inside].map((values) => median(values.slice(WARM)));
    const sampled = await sampleFunctions(async () => {
      for (let i = 0; i < STEPS; i++) await step(WARM + STEPS + i);
    });
    const ours = sampled.filter(([what]) => !OUTSIDE.includes(what)).slice(0, 8);
    const rows = [
      ['whole step', wall],
      ['runs of ONNX Runtime', runs],
      ['all else', wall - runs],
      ...ours.map(([what, milliseconds]) => [`  ${what}`, milliseconds / STEPS]),
    ];
    return aligned([['part', 'ms'], ...rows.map(([what, ms]) => [what, ms.toFixed(2)])]).join('\n');
  });
}

/** What the sampler calls the time in native code, and waiting for it. */
const OUTSIDE = ['(program)', '(idle)', '(root)', PROFILER, RUNTIME];

/** ONNX Runtime's operators against what products and memory allow at best. */
function profileOperators(name, grey, { flops, bandwidth }) {
  return onWatched(name, grey, { profiled: true }, async ({ step }, watched) => {
    for (let i = 0; i < WARM + STEPS; i++) await step(i);
    const sums = sumOperators(watched.events(), WARM);
    const floor = ({ operations, bytes }) => Math.max(operations / flops, bytes / bandwidth);
    const rows = sums.map((row) => [
      row.name,
      row.count.toFixed(0),
      row.milliseconds.toFixed(2),
      (row.operations / 1e6).toFixed(1),
      (row.bytes / 1e6).toFixed(1),
      floor(row).toFixed(2),
    ]);
    const total = (of) => sums.reduce((sum, row) => sum + of(row), 0);
    const last = [
      'all',
      total(({ count }) => count).toFixed(0),
      total(({ milliseconds }) => milliseconds).toFixed(2),
      (total(({ operations }) => operations) / 1e6).toFixed(1),
      (total(({ bytes }) => bytes) / 1e6).toFixed(1),
      total(floor).toFixed(2),
    ];
    return aligned([['operator', 'nodes', 'ms', 'MFLOP', 'MB', 'floor ms'], ...rows, last]).join('\n');
  });
}
