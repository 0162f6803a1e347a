import type { Check } from './checks';
import type { Deviation } from './deviation';

export type Verdict = 'pass' | 'deviation' | 'absent' | 'fail';

/** What became of a kernel on a backend. */
export interface Cell {
  readonly verdict: Verdict;
  readonly checks: number;
  /** Of the list, those that explain what differs. */
  readonly deviations: readonly Deviation[];
  /** Checks that went wrong without being listed. */
  readonly failures: readonly Check[];
}

/** By kernel. */
export function verdictsOf(checks: readonly Check[], deviations: readonly Deviation[]): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const [kernel, own] of groupBy(checks)) {
    const wrong = own.filter(({ problem }) => problem !== undefined);
    const matching = (check: Check): Deviation[] =>
      deviations.filter((one) => one.kernel === kernel && (one.about?.test(check.name) ?? true));
    const failures = wrong.filter((check) => matching(check).length === 0);
    const used = [...new Set(wrong.flatMap(matching))];
    const absent = wrong.some(({ isAbsent }) => isAbsent);
    const verdict = failures.length > 0 ? 'fail' : wrong.length === 0 ? 'pass' : absent ? 'absent' : 'deviation';
    cells.set(kernel, { verdict, checks: own.length, deviations: used, failures });
  }
  return cells;
}

function groupBy(checks: readonly Check[]): Map<string, Check[]> {
  const groups = new Map<string, Check[]>();
  for (const check of checks) groups.set(check.kernel, [...(groups.get(check.kernel) ?? []), check]);
  return groups;
}

/** Rows of the list for this backend that nothing bears out any more. */
export function staleDeviations(cells: ReadonlyMap<string, Cell>, deviations: readonly Deviation[]): Deviation[] {
  const used = new Set([...cells.values()].flatMap((cell) => cell.deviations));
  return deviations.filter((one) => !used.has(one));
}
