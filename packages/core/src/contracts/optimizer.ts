import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/** What an engine may fuse: the name of a known rule with its constants. Written into checkpoints. */
export interface OptimizerSpec {
  /** `sgd`, `momentum`, `rmsprop`, `adam`, `adamw`, or a name of the user's own, which engines run unfused. */
  readonly kind: string;
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** Bound on the global norm of the gradients. */
  readonly clipNorm?: number;
  /** Decay of an exponential moving average of the parameters, kept in the slot `average`. */
  readonly ema?: number;
}

/** What an optimiser remembers of one parameter, by name. Each tensor has the parameter's shape. */
export type Slots = Readonly<Record<string, Tensor>>;

export interface OptimizerArguments {
  readonly gradients: readonly Tensor[];
  readonly parameters: readonly Tensor[];
  readonly slots: readonly Slots[];
  /** The learning rate of this step, float32 []. */
  readonly rate: Scalar;
  /** Which update this is, counted from 1, int32 []. */
  readonly count: Scalar;
}

/** A rule for updates. Pure functions of tensors, so that an engine can compile or fuse them. */
export interface Optimizer {
  readonly spec: OptimizerSpec;
  /** The learning rate of the update that comes after `count` updates. */
  readonly learningRate: (count: number) => number;
  /** Slots for a parameter that has had no update. */
  readonly init: (parameter: Tensor) => Slots;
  /** New parameters and slots, in the order given. */
  readonly update: (args: OptimizerArguments) => { readonly parameters: Tensor[]; readonly slots: Slots[] };
}
