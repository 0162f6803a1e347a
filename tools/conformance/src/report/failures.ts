import type { Result } from './result';

/** Everything for which the run fails, one line each. */
export function failuresOf({ column, answers, cells, stale }: Result): string[] {
  const { training, memory } = answers;
  return [
    ...[...cells.values()].flatMap(({ failures }) => failures.map(({ name, problem }) => `${name}: ${problem}`)),
    ...stale.map(({ kernel, about }) => `${kernel}${about ? ` ${about}` : ''} is listed as a deviation but is right`),
    ...training
      .filter(({ error }) => !(error <= column.tolerance.training))
      .map(({ model, error, where }) => `training, ${model}: off by ${error.toExponential(1)}: ${where}`),
    ...memory.flatMap(({ what, problem }) => (problem === undefined ? [] : [`memory, ${what}: ${problem}`])),
  ].map((line) => `${column.name}: ${line}`);
}
