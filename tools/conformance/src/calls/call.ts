import type { Numbers } from '../arrays';

/** A kernel with its inputs and attributes, as tfjs calls it. */
export interface Call {
  readonly kernel: string;
  /** By name; for kernels of any number of inputs by 0, 1, …. */
  readonly inputs: Readonly<Record<string, Numbers>>;
  readonly isList: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}
