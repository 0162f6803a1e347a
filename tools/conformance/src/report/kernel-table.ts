import { COMPOSITIONS } from '../judge/checks';
import type { Cell } from '../judge/verdicts';
import type { Result } from './result';
import { table } from './table';

/** What people call a row. */
export const labelOf = (kernel: string): string =>
  kernel === COMPOSITIONS ? 'operations of several kernels' : `\`${kernel}\``;

/** What became of each kernel on each backend. */
export function kernelTable(results: readonly Result[]): string {
  const kernels = [...new Set(results.flatMap(({ cells }) => [...cells.keys()]))].sort();
  return table(
    ['kernel', ...results.map(({ column }) => column.name)],
    kernels.map((kernel) => [labelOf(kernel), ...results.map(({ cells }) => textOf(cells.get(kernel)))]),
  );
}

function textOf(cell: Cell | undefined): string {
  if (!cell) return '';
  return cell.verdict === 'fail' ? `FAIL (${cell.failures.length} of ${cell.checks})` : cell.verdict;
}

/**
 * Where a page says something else of a kernel than what was found now, one line each. Columns that were not run are left out.
 */
export function outdated(page: string, results: readonly Result[]): string[] {
  const said = cellsOf(page);
  const found = cellsOf(kernelTable(results));
  return [...found].flatMap(([place, text]) => {
    const before = said.get(place);
    return before === text ? [] : [`docs/backends.md says ${before ?? 'nothing'} of ${place}, which is ${text}`];
  });
}

/** The texts of the first table by row and column. */
function cellsOf(page: string): Map<string, string> {
  const lines = page.split('\n');
  const rows = lines.slice(lines.findIndex((line) => line.startsWith('| kernel')));
  const end = rows.findIndex((line) => !line.startsWith('|'));
  const split = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const [head = [], , ...body] = rows.slice(0, end < 0 ? rows.length : end).map(split);
  return new Map(
    body.flatMap(([kernel, ...cells]) =>
      cells.map((text, i): [string, string] => [`${kernel} on ${head[i + 1]}`, text]),
    ),
  );
}
