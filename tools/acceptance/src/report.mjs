import { cpus } from 'node:os';

/**
 * The acceptance log as Markdown.
 * @param {readonly Record<string, any>[]} runs summaries, with `name` and what the judge says as `verdict`
 * @param {readonly { claim: string, ok: boolean }[]} claims
 */
export function report(runs, claims) {
  return [
    '# Acceptance',
    '',
    `\`npm run acceptance\`, ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}.`,
    '',
    ...claims.map((row) => `- ${row.ok ? 'reached' : 'NOT reached'}: ${row.claim}`),
    '',
    'Bounds and log-likelihoods in nats, with standard errors over test images.',
    '',
    ...table(
      BOUNDS,
      runs.filter((run) => typeof run.testBound === 'number'),
    ),
    '',
    'Of 1,000 samples each, by a classifier trained for this: the share of the rarest class, samples of the class that was asked',
    'for, the Fréchet distance in its features from unseen images (and that of the untrained model), samples nearer to a',
    'training image than all but 1 % of unseen images are, and the median distance to the nearest training image relative to',
    'that of unseen images.',
    '',
    ...table(
      SAMPLES,
      runs.filter((run) => run.verdict),
    ),
    '',
  ].join('\n');
}

const figure = (value, error) =>
  typeof value === 'number' ? `${value.toFixed(2)}${error ? ` ± ${error.toFixed(2)}` : ''}` : '';
const percent = (value) => (value === undefined ? '' : `${(100 * value).toFixed(1)} %`);

const COMMON = {
  run: (run) => run.name,
  backend: (run) => run.backend,
  seed: (run) => run.seed,
  steps: (run) => run.steps,
  seconds: (run) => run.seconds.toFixed(0),
  'images/s': (run) => run.imagesPerSecond.toFixed(0),
};

const BOUNDS = {
  ...COMMON,
  'train bound': (run) => figure(run.trainBound),
  'test bound': (run) => figure(run.testBound, run.testBoundError),
  'test NLL (samples)': (run) =>
    run.testNll === null ? '' : `${figure(run.testNll, run.testNllError)} (${run.testNllSamples})`,
};

const SAMPLES = {
  ...COMMON,
  rarest: ({ verdict }) => percent(verdict.rarest),
  'as asked': ({ verdict }) => percent(verdict.obeyed),
  Fréchet: ({ verdict }) => `${verdict.frechet.toFixed(1)} (${verdict.untrained.toFixed(1)})`,
  near: ({ verdict }) => percent(verdict.copies),
  distance: ({ verdict }) => verdict.novelty.toFixed(2),
};

function table(columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const names = Object.keys(columns);
  return [
    line(names),
    line(names.map(() => '---')),
    ...rows.map((row) => line(names.map((name) => columns[name](row)))),
  ];
}
