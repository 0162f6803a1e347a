import { COMPOSITIONS } from '../judge/checks';
import type { Deviation } from '../judge/deviation';
import type { Cell } from '../judge/verdicts';
import type { Result } from './result';

/** The page of what each backend can do. */
export function markdown(results: readonly Result[]): string {
  const notes = [
    ...new Set(results.flatMap(({ cells }) => [...cells.values()].flatMap(({ deviations }) => deviations))),
  ];
  const names = [...new Set(results.flatMap(({ cells }) => [...cells.keys()]))].sort();
  const rows = names.map((kernel) => {
    const label = kernel === COMPOSITIONS ? 'operations of several kernels' : `\`${kernel}\``;
    return [label, ...results.map(({ cells }) => textOf(cells.get(kernel), notes))];
  });
  const head = ['kernel', ...results.map(({ column }) => column.name)];
  const listed = notes.map(({ backend, kernel, about, reason }, i) => {
    const where = about ? `, ${String(about).slice(1, -1).replaceAll('\\', '')}` : '';
    return `${i + 1}. ${backend}, \`${kernel}\`${where}: ${reason}.`;
  });
  return [table(head, rows), ...(listed.length > 0 ? ['', '## Deviations', '', ...listed] : [])].join('\n');
}

function textOf(cell: Cell | undefined, notes: readonly Deviation[]): string {
  if (!cell) return '';
  const numbers = cell.deviations.map((one) => notes.indexOf(one) + 1).join(', ');
  if (cell.verdict === 'fail') return `FAIL (${cell.failures.length} of ${cell.checks})`;
  return { pass: 'pass', deviation: `deviation ${numbers}`, absent: `absent ${numbers}` }[cell.verdict];
}

/** A table in Markdown, its columns aligned. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, i) => Math.max(3, name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Largest difference of a training step from the cpu backend's, per model and backend, and what 2,000 steps leave. */
export function trainingTable(results: readonly Result[]): string {
  const models = [...new Set(results.flatMap(({ answers }) => answers.training.map(({ model }) => model)))];
  const rows = models.map((model) => [
    model,
    ...results.map(({ answers }) => {
      const error = answers.training.find((one) => one.model === model)?.error;
      return error === undefined ? '' : error === 0 ? '0' : error.toExponential(1);
    }),
  ]);
  const memory = results.map(({ answers: { holdings } }) => {
    if ('error' in holdings) return 'error';
    const { before, after } = holdings;
    return JSON.stringify(before) === JSON.stringify(after) ? `${after.tensors} tensors` : 'CHANGED';
  });
  return table(
    ['50 steps, each from the same state', ...results.map(({ column }) => column.name)],
    [...rows, ['2,000 steps leave', ...memory]],
  );
}
