import { mean, median, scatter } from './statistics.mjs';

/** Losses after a few steps differ by what was drawn on the way; this bound was three times as wide as needed when it was set. */
const LEARNED = 0.05;

/**
 * That all runners compute the same thing. While the rate is 0 their losses are draws of one distribution: a mean must be
 * within five standard errors of the median of all means. After some steps at full rate they must still be close.
 * @throws when they are not.
 */
export function checkAlike(name, runners) {
  if (runners.length === 0) return;
  for (const player of runners[0].resting[0].keys()) {
    const first = runners.map(({ resting }) => resting.map((losses) => losses[player]));
    const degrees = first.reduce((total, { length }) => total + length - 1, 0);
    const deviation = Math.sqrt(first.reduce((total, losses) => total + scatter(losses), 0) / degrees);
    const error = 5 * deviation * Math.sqrt(1 / first[0].length);
    demandClose(`${name}: first losses`, runners, first.map(mean), error);
    const later = runners.map(({ learned }) => mean(learned.map((losses) => losses[player])));
    demandClose(`${name}: losses after a few steps`, runners, later, LEARNED * Math.abs(median(later)));
  }
}

function demandClose(what, runners, values, bound) {
  const centre = median(values);
  const said = runners.map(({ contender, variant }, i) => `${contender} (${variant}) ${values[i].toFixed(4)}`);
  if (!values.every((value) => Math.abs(value - centre) <= bound))
    throw new Error(`${what} differ by more than ${bound.toFixed(4)}: ${said.join(', ')}`);
}
