import type { Key } from './key';
import type { Objective } from './objective';

/** Numbers outside a backend: what data sets yield, engines take and checkpoints hold. */
export interface HostArray {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  /** Row-major. `bool` is kept as bytes. */
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** The arrays of a batch by name (`x`, `condition`, `index`, …). The leading dimension of each is the batch. */
export type HostBatch = Readonly<Record<string, HostArray>>;

/** Shapes and types of the arrays of a batch; shapes without the leading dimension. */
export type BatchSpec = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly dtype: HostArray['dtype'] }>
>;

/**
 * Batches by number. A batch is a pure function of (key, epoch, index), so that training resumes exactly where it
 * stopped without a cursor to store.
 */
export interface BatchSource {
  readonly spec: BatchSpec;
  /** Examples in a full batch. */
  readonly batchSize: number;
  readonly batchesPerEpoch: number;
  /** Examples seen in an epoch. */
  readonly examplesPerEpoch: number;
  /** Batch `index` in [0, batchesPerEpoch) of an epoch counted from 0. The last one may be smaller. */
  readonly batch: (key: Key, epoch: number, index: number) => HostBatch | Promise<HostBatch>;
}

/**
 * All that training changes, by stable names: parameters, states, optimiser slots, counts of updates; and the sums of
 * the metrics since they were last read (`objective/metrics/NAME/sum` and `/count`, both []), where there are any.
 */
export type TrainingState = Readonly<Record<string, HostArray>>;

/** Objectives made ready to run on an engine. */
export interface PreparedEngine {
  /**
   * One training step: each objective in its order and cadence. The r-th repetition of every objective takes
   * `batches[r]`, so a step needs as many as the largest `repeat`. Launches work without reading anything back.
   */
  readonly step: (args: {
    readonly key: Key;
    /** Number of steps before this one. */
    readonly step: number;
    readonly batches: readonly HostBatch[];
  }) => void | Promise<void>;
  /** Means of all metrics, as `objective/metric`, since the last call. */
  readonly read: () => Promise<Readonly<Record<string, number>>>;
  /** A copy of the training state. */
  readonly capture: () => Promise<TrainingState>;
  /** The present state, held without copying it: what the loop returns to when a number is not finite. */
  readonly snapshot?: () => { readonly capture: () => Promise<TrainingState>; readonly dispose: () => void };
  /** Replaces the training state. @throws DataError when names, shapes or types do not match. */
  readonly restore: (state: TrainingState) => Promise<void>;
  /** Makes the variables of the objectives hold their present values, for an engine that keeps them elsewhere. */
  readonly sync: () => Promise<void>;
  /** Frees what the engine owns; the variables keep their present values. */
  readonly dispose: () => void;
}

/** How training steps are executed. */
export interface Engine {
  readonly name: string;
  readonly prepare: (objectives: readonly Objective[], spec: BatchSpec) => Promise<PreparedEngine>;
}
