import type { Availability } from '@jensenjs/core';
import type { Data, Graph } from '../graph/graph';

/** Arrays by the names of a graph's inputs or outputs. */
export type Arrays = Readonly<Record<string, Data>>;

/** A graph made ready to run. */
export interface Program {
  /**
   * Reads every input's array and fills every output's. An array may be the same at every call, and may lie in memory that others
   * read and write between calls. One call at a time.
   */
  readonly run: (inputs: Arrays, outputs: Arrays) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** What executes graphs. */
export interface Runtime {
  readonly name: string;
  /** Never throws. */
  readonly available: () => Promise<Availability>;
  readonly load: (graph: Graph) => Promise<Program>;
}
