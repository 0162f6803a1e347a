import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Key } from './key';

/** Variables by name, in a fixed order. The names (`encoder/hidden0/kernel`) go into checkpoints and error messages. */
export type Variables = Readonly<Record<string, Variable>>;

/** Collects what a computation would assign to variables. Nothing is assigned until an engine commits the entries. */
export interface Updates {
  /** The value that the variable will have: what was last written here, else its present value. Borrowed. */
  readonly read: (variable: Variable) => Tensor;
  /** Proposes a new value, of the variable's shape and dtype, borrowed. A later proposal replaces an earlier one. */
  readonly write: (variable: Variable, value: Tensor) => void;
  readonly entries: () => readonly (readonly [Variable, Tensor])[];
}

/** What a network may know of its call. */
export interface ModuleContext {
  /** Training (batch statistics, dropout) or evaluation; false when left out. */
  readonly training?: boolean;
  /** Randomness for layers that need it. A layer that needs a key and gets none throws an ArgumentError. */
  readonly key?: Key;
  /** Where changes of `state` are proposed. Without it they are dropped. */
  readonly updates?: Updates;
}

/** A network: a function of tensors with variables. */
export interface Module {
  /** Maps x [batch, ...in] to [batch, ...out]; differentiable in x and in `parameters`. Never changes a variable. */
  readonly apply: (x: Tensor, context?: ModuleContext) => Tensor;
  /** Variables that gradients train. */
  readonly parameters: Variables;
  /** Variables that only an engine changes, through updates: batch-norm moments, codebooks, spectral vectors. */
  readonly state: Variables;
  /** Disposes the variables, where the module owns them. */
  readonly dispose: () => void;
}
