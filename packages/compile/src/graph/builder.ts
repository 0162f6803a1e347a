import type { Attributes, Data, DataType, Graph, Operation, Value } from './graph';

/** Makes a graph, operation by operation. */
export interface Builder {
  /** Adds a kernel of one result. What has only constant inputs is computed at once, composites are expanded. */
  readonly op: (kernel: string, inputs: readonly Value[], attributes?: Attributes) => Value;
  /** The same for a kernel of several results. */
  readonly ops: (kernel: string, inputs: readonly (Value | undefined)[], attributes?: Attributes) => readonly Value[];
  /** Adds an operation of another graph, with other inputs of the same shapes. */
  readonly copy: (operation: Operation, inputs: readonly Value[]) => readonly Value[];
  readonly input: (name: string, shape: readonly number[], dtype: DataType) => Value;
  readonly constant: (data: Data, shape: readonly number[], dtype: DataType) => Value;
  /** A number as a constant []. */
  readonly scalar: (value: number, dtype?: DataType) => Value;
  /** All `value`. */
  readonly fill: (shape: readonly number[], value: number, dtype?: DataType) => Value;
  readonly finish: (outputs: ReadonlyMap<string, Value>) => Graph;
}
