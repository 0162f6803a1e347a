import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Key } from './key';
import type { Batch } from './model';
import type { Variables } from './module';
import type { Optimizer } from './optimizer';

/** A scalar to be lowered, and the variables that are to lower it. */
export interface LossTerm {
  readonly loss: Scalar;
  readonly parameters: readonly Variable[];
}

/** Quantities to report: a scalar is averaged over steps, a vector [batch] over examples. */
export type Metrics = Readonly<Record<string, Tensor>>;

export interface ObjectiveArguments<B extends Batch = Batch> {
  readonly key: Key;
  readonly batch: B;
  /** Number of training steps before this one, int32 []. A tensor, so that schedules in a loss survive compilation. */
  readonly step: Scalar;
}

export interface ObjectiveResult {
  /**
   * What to minimise. One scalar is differentiated by all `parameters` of the objective. Several terms are each
   * differentiated by their own parameters only; gradients of shared parameters add up.
   */
  readonly loss: Scalar | readonly LossTerm[];
  readonly metrics?: Metrics;
  /** New values of variables in the objective's `state`, committed once after the step. Others are ignored. */
  readonly updates?: readonly (readonly [Variable, Tensor])[];
}

/**
 * One player of a training step: a loss, the variables that it trains and the optimiser that trains them. A VAE has
 * one objective, a GAN two. In each step the objectives run in their order.
 */
export interface Objective<B extends Batch = Batch> {
  readonly name: string;
  readonly parameters: Variables;
  /** Variables that this objective alone may change through updates. */
  readonly state: Variables;
  readonly optimizer: Optimizer;
  /** Runs in every n-th step, the first included; 1 when left out. */
  readonly every?: number;
  /** Runs n times in a step, each time on a fresh batch; 1 when left out. */
  readonly repeat?: number;
  /** A pure function of its arguments and the variables: it reads no tensor's value and assigns nothing. */
  readonly loss: (args: ObjectiveArguments<B>) => ObjectiveResult;
  /** Values for variables after the optimiser's update: clipping, normalising. */
  readonly constraint?: (parameters: Variables) => readonly (readonly [Variable, Tensor])[];
}
