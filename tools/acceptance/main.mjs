// Long trainings by the application, as a user would start them, and what their figures must be.
//   npm run acceptance             everything; writes benchmarks/results/acceptance.md
//   npm run acceptance -- glyphs   only what needs no files; writes nothing
// MNIST is read from $JENSEN_DATA/mnist, else from a folder shared/data/mnist beside the repository; where there is
// neither, that part is skipped.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpu } from '@jensenjs/backend-cpu';
import { wasm } from '@jensenjs/backend-wasm';
import { key, split, useBackend } from '@jensenjs/core';
import { glyphs } from '@jensenjs/data';
import { readMnist } from '@jensenjs/data/node';
import { root } from '../lib/root.mjs';
import { createJudge } from './src/judge.mjs';
import { judgeRun } from './src/judge-run.mjs';
import { report } from './src/report.mjs';
import { train } from './src/train.mjs';

const only = process.argv[2];
if (only !== undefined && only !== 'glyphs') {
  console.error(`acceptance: expected glyphs or nothing, got ${only}.`);
  process.exit(2);
}
const mnist = join(process.env.JENSEN_DATA ?? join(root, '..', 'shared', 'data'), 'mnist');
const out = mkdtempSync(join(tmpdir(), 'jensen-acceptance-'));
const runs = [];
const claims = [];

/** @param {boolean} ok @param {string} claim */
function expect(ok, claim) {
  claims.push({ ok, claim });
}

/** Trains with these options; `judge` looks at samples, if it is given. */
async function trained(name, options, judge) {
  const folder = join(out, name);
  const summary = await train(folder, options);
  const verdict = judge && (await judgeRun(judge, folder));
  const run = { ...summary, name, verdict };
  runs.push(run);
  return run;
}

const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** The models that draw, and how good their samples must be. */
async function draws(data, judge, { accuracy = 0.98, options = [], gan: ganOptions = [], vae: vaeOptions = [] }) {
  expect(
    judge.accuracy >= accuracy,
    `${data}: the classifier is right on ${percent(judge.accuracy)} ≥ ${percent(accuracy)} of unseen images`,
  );
  const gan = await trained(`${data}-gan`, ['--model', 'gan', ...options, ...ganOptions], judge);
  const { rarest, frechet, untrained, copies } = gan.verdict;
  expect(rarest >= 0.03, `${data}, GAN: every class has ≥ 3 % of the samples (the rarest ${percent(rarest)})`);
  const ratio = frechet / untrained;
  expect(ratio <= 0.25, `${data}, GAN: Fréchet distance ${ratio.toFixed(3)} ≤ 0.25 of the untrained generator's`);
  expect(
    copies <= 0.02,
    `${data}, GAN: samples are no copies (${percent(copies)} ≤ 2 % are as near as the nearest 1 % of unseen images)`,
  );
  for (const { model, own } of [
    { model: 'conditional-gan', own: ganOptions },
    { model: 'conditional-vae', own: vaeOptions },
  ]) {
    const run = await trained(`${data}-${model}`, ['--model', model, ...options, ...own], judge);
    const { obeyed } = run.verdict;
    expect(
      obeyed >= 0.85,
      `${data}, ${model}: ${percent(obeyed)} ≥ 85 % of samples are of the class that was asked for`,
    );
  }
  return gan;
}

await useBackend(wasm(), cpu());
const [learning, drawing] = split(key(1), 2);
{
  // The very images that the application trains on by default, and others of the same kind.
  const [trainKey] = split(key(0), 4);
  const train = glyphs(trainKey, { count: 20_000 });
  const judge = await createJudge(learning, { train, test: glyphs(drawing, { count: 2_000 }) });
  if (only === undefined) {
    const vae = await trained('glyphs', []);
    expect(vae.seconds < 180, `glyphs, VAE: trained and evaluated in under 180 s (${vae.seconds.toFixed(0)} s)`);
  }
  const gan = await draws('glyphs', judge, {});
  expect(gan.seconds < 180, `glyphs, GAN: trained in under 180 s (${gan.seconds.toFixed(0)} s)`);
  judge.dispose();
}

if (only === undefined && existsSync(mnist)) {
  const bounds = [];
  for (const seed of [1, 2, 3]) {
    const options = ['--data', mnist, '--epochs', '5', '--seed', String(seed)];
    bounds.push((await trained(`mnist-${seed}`, options)).testBound);
  }
  const median = bounds.toSorted((a, b) => a - b)[1];
  expect(median >= -107.5, `MNIST, VAE, 5 epochs: median test bound of 3 seeds ${median.toFixed(2)} ≥ −107.5 nats`);
  const judge = await createJudge(learning, await readMnist(mnist));
  await draws('mnist', judge, {
    accuracy: 0.97, // what a perceptron makes of MNIST
    options: ['--data', mnist],
    gan: ['--epochs', '2'],
    vae: ['--epochs', '10', '--latent', '8'], // samples of fewer dimensions are nearer to the posteriors
  });
  judge.dispose();
} else if (only === undefined) expect(true, `MNIST: skipped, there is no ${join('$JENSEN_DATA', 'mnist')}`);

rmSync(out, { recursive: true });
const text = report(runs, claims);
if (only === undefined) writeFileSync(join(root, 'benchmarks', 'results', 'acceptance.md'), text);
console.log(text);
process.exitCode = claims.every(({ ok }) => ok) ? 0 : 1;
