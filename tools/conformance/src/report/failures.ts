import type { Result } from './result';

/** Everything for which the run fails, one line each. */
export function failuresOf({ column, answers, cells, stale }: Result): string[] {
  const { training, holdings } = answers;
  return [
    ...[...cells.values()].flatMap(({ failures }) => failures.map(({ name, problem }) => `${name}: ${problem}`)),
    ...stale.map(({ kernel, about }) => `${kernel}${about ? ` ${about}` : ''} is listed as a deviation but is right`),
    ...training
      .filter(({ error }) => !(error <= column.tolerance.training))
      .map(({ model, error, where }) => `training, ${model}: off by ${error.toExponential(1)}: ${where}`),
    ...('error' in holdings ? [`memory: ${holdings.error}`] : changed(holdings.before, holdings.after)),
  ].map((line) => `${column.name}: ${line}`);
}

function changed(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): string[] {
  return Object.keys(before)
    .filter((name) => before[name] !== after[name])
    .map((name) => `memory: ${name} went from ${before[name]} to ${after[name]}`);
}
