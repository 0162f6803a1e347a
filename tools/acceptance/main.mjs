// Long trainings by the application, as a user would start them, and what their figures must be. Writes the log to
// benchmarks/results/acceptance.md. MNIST is read from $JENSEN_DATA/mnist, else from a folder shared/data/mnist beside the
// repository; where there is neither, that part is skipped.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';

const data = process.env.JENSEN_DATA ?? join(root, '..', 'shared', 'data');
const out = mkdtempSync(join(tmpdir(), 'jensen-acceptance-'));
const rows = [];
const failures = [];

/** Trains with these options and returns the summary that the application wrote. */
async function train(name, options) {
  const folder = join(out, name);
  const code = await run(process.execPath, ['apps/train/dist/main.js', '--out', folder, ...options]);
  if (code !== 0) throw new Error(`${name}: the application ended with exit code ${code}.`);
  const summary = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
  rows.push({ name, ...summary });
  return summary;
}

/** @param {boolean} ok @param {string} claim */
function expect(ok, claim) {
  rows.push({ claim, ok });
  if (!ok) failures.push(claim);
}

const glyphs = await train('glyphs', []);
expect(glyphs.seconds < 180, `glyphs: trained and evaluated in under 180 s (${glyphs.seconds.toFixed(0)} s)`);

if (existsSync(join(data, 'mnist'))) {
  const bounds = [];
  for (const seed of [1, 2, 3]) {
    const options = ['--data', join(data, 'mnist'), '--epochs', '5', '--seed', String(seed)];
    bounds.push((await train(`mnist-${seed}`, options)).testBound);
  }
  const median = bounds.toSorted((a, b) => a - b)[1];
  expect(median >= -107.5, `MNIST, 5 epochs: median test bound of 3 seeds ${median.toFixed(2)} ≥ −107.5 nats`);
} else {
  rows.push({ claim: `MNIST: skipped, there is no ${join('$JENSEN_DATA', 'mnist')}`, ok: true });
}

rmSync(out, { recursive: true });
writeFileSync(join(root, 'benchmarks', 'results', 'acceptance.md'), report());
console.log(report());
process.exitCode = failures.length ? 1 : 0;

function report() {
  const runs = rows.filter((row) => row.name);
  const claims = rows.filter((row) => row.claim);
  const figure = (value, error) => `${value.toFixed(2)}${error === undefined ? '' : ` ± ${error.toFixed(2)}`}`;
  return [
    '# Acceptance',
    '',
    `\`npm run acceptance\`, ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}.`,
    'Bounds and log-likelihoods in nats, with standard errors over test images.',
    '',
    '| run | backend | seed | steps | seconds | images/s | train bound | test bound | test NLL (samples) |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...runs.map((row) =>
      [
        '',
        row.name,
        row.backend,
        row.seed,
        row.steps,
        row.seconds.toFixed(0),
        row.imagesPerSecond.toFixed(0),
        figure(row.trainBound),
        figure(row.testBound, row.testBoundError),
        `${figure(row.testNll, row.testNllError)} (${row.testNllSamples})`,
        '',
      ]
        .join(' | ')
        .trim(),
    ),
    '',
    ...claims.map((row) => `- ${row.ok ? 'reached' : 'NOT reached'}: ${row.claim}`),
    '',
  ].join('\n');
}
