import { cases, parameterCount } from './cases.mjs';
import { mean, median, quantile } from './statistics.mjs';

const timesOf = (runner) => runner.rounds.flatMap(({ times }) => times);

/** Mean of processor time by wall time, where it is known. */
function coresOf({ rounds }) {
  const known = rounds.flatMap(({ cores }) => cores ?? []);
  return known.length === 0 ? undefined : mean(known);
}

/** Processor time of a step, milliseconds, which other programs hardly change; where it is known. */
function processorTimeOf({ rounds }) {
  const known = rounds.flatMap(({ cores, times }) => (cores === undefined ? [] : cores * mean(times)));
  return known.length === 0 ? undefined : median(known);
}

/** Whether other programs took the processors away: usually, who worked was not let to work all the time. */
function wasBusy(runners) {
  const cores = runners.flatMap((runner) => coresOf(runner) ?? []);
  return cores.length > 0 && median(cores) < 0.9;
}

/** A table of milliseconds per step. */
export function tableOf({ name, runners, refusals, rounds }) {
  const rows = runners.map((runner) => {
    const times = timesOf(runner);
    const cells = [0.5, 0.1, 0.9].map((q) => quantile(times, q).toFixed(2));
    const processor = [processorTimeOf(runner)?.toFixed(2) ?? '', coresOf(runner)?.toFixed(1) ?? ''];
    return [runner.contender, runner.variant, ...cells, ...processor, String(times.length)];
  });
  const lines = aligned([
    ['contender', 'how', 'median ms', '10%', '90%', 'processor ms', 'cores busy', 'steps'],
    ...rows,
  ]);
  const notes = refusals.map(({ contender, problem }) => `\n${contender} cannot: ${problem}.`);
  if (wasBusy(runners)) notes.push('\nOther programs were running: do not trust these times.');
  const about = `${cases[name].about}. ${parameterCount(name)} parameters, ${rounds} rounds.`;
  return [`## ${name}`, '', about, '', ...lines, ...notes].join('\n');
}

/** Rows as a Markdown table, numbers to the right, without columns that are empty below their head. */
export function aligned(all) {
  const rows = all.map((row) => row.filter((_, i) => all.slice(1).some((other) => other[i] !== '')));
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const left = rows[0].map((_, i) => !rows.slice(1).every((row) => /^[\d.]*$/.test(row[i])));
  const line = (row) =>
    `| ${row.map((cell, i) => (left[i] ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = widths.map((width, i) => (left[i] ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`));
  return [line(rows[0]), `|${rule.join('|')}|`, ...rows.slice(1).map(line)];
}

/** The fastest of a contender's variants. */
function best(runners, contender) {
  const own = runners.filter((runner) => runner.contender === contender);
  return own.toSorted((a, b) => median(timesOf(a)) - median(timesOf(b)))[0];
}

/** How many times as fast ours is, by rounds in which both worked: { label, value }. */
export function ratiosOf({ name, runners }, pairs, prefix = '') {
  return pairs.flatMap(([ours, peer]) => {
    const [own, other] = [best(runners, ours), best(runners, peer)];
    if (!own || !other) return [];
    const byRound = new Map(own.rounds.map(({ round, times }) => [round, median(times)]));
    const ratios = other.rounds.flatMap(({ round, times }) =>
      byRound.has(round) ? [median(times) / byRound.get(round)] : [],
    );
    return ratios.length === 0 ? [] : [{ label: `${prefix}${name} ${ours}/${peer}`, value: median(ratios) }];
  });
}

export const ratioLine = ({ label, value }) => `ratio ${label} ${value.toFixed(2)}`;

/** How much faster than its peer ours is to be. */
function goalOf(label) {
  const isBrowser = label.includes('browser');
  if (/stock-wasm/.test(label)) return isBrowser ? 5 : 25;
  if (/jax-js/.test(label)) return isBrowser ? 1 : 3;
  if (/torch/.test(label)) return /mlp-vae/.test(label) ? 1.5 : 1.15;
  return 1;
}

export function goalsOf(ratios) {
  const missed = ratios.filter(({ label, value }) => value < goalOf(label));
  const reached = `${ratios.length - missed.length} of ${ratios.length}`;
  const list = missed
    .map((ratio) => `\nMissed: ${ratio.label}, ${ratio.value.toFixed(2)} of ${goalOf(ratio.label)}.`)
    .join('');
  return (
    'Goals: 25 against stock tfjs wasm (5 in the browser), 3 against jax-js (1 there), 1.5 against PyTorch on mlp-vae and 1.15 ' +
    `elsewhere, 1 against all others. Reached by ${reached}.${list}`
  );
}
