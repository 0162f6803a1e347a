import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Key } from './key';
import type { Batch, JointModel, LatentModel } from './model';
import type { Variables } from './module';
import type { LossTerm, Metrics } from './objective';

export interface EstimatorArguments<R extends boolean = boolean> {
  readonly key: Key;
  readonly model: LatentModel<R> | JointModel<R>;
  readonly batch: Batch;
  /** Number of training steps before this one, int32 []. */
  readonly step: Scalar;
  /** Whether networks run in training mode; true when left out. */
  readonly training?: boolean;
}

export interface Estimate {
  /** Scalars whose *gradients* estimate those of the negative mean bound. Their values need not mean anything. */
  readonly losses: readonly LossTerm[];
  /** The bound on log p(x) to report, [batch], nats. */
  readonly bound: Tensor;
  readonly metrics: Metrics;
  /** Proposed changes of state: batch-norm moments, running baselines. */
  readonly updates: readonly (readonly [Variable, Tensor])[];
}

/**
 * A bound on log p(x) and a gradient estimator for it. `Estimator<true>` needs a reparameterised posterior and
 * `Estimator<boolean>` takes any: a pathwise estimator given a Bernoulli posterior is a compile error.
 */
export interface Estimator<R extends boolean = boolean> {
  readonly kind: string;
  readonly estimate: (args: EstimatorArguments<R>) => Estimate;
  /** Variables of the estimator's own that gradients train, for example a neural baseline's. */
  readonly parameters: Variables;
  /** Variables of the estimator's own that updates change, for example a running mean. */
  readonly state: Variables;
  readonly dispose: () => void;
}
