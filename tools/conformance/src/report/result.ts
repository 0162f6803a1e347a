import type { Column } from '../columns';
import type { Deviation } from '../judge/deviation';
import type { Cell } from '../judge/verdicts';
import type { Answers } from '../run-backend';

/** What became of a backend. */
export interface Result {
  readonly column: Column;
  readonly answers: Answers;
  /** By kernel. */
  readonly cells: ReadonlyMap<string, Cell>;
  /** Listed deviations that were not met. */
  readonly stale: readonly Deviation[];
}
