import type { Tensor } from '@tensorflow/tfjs-core';
import type { Attributes, Operation, Signature, Value } from '../graph/graph';
import type { Builder } from '../graph/builder';
import type { Emitter } from '../onnx/emitter';

interface RowBase {
  /**
   * Names of the kernel's inputs in tfjs, in the order in which they become those of the operation; one that ends in `?` may be
   * absent. Left out for kernels that take a list (AddN, Concat, Pack).
   */
  readonly inputs?: readonly string[];
  /** Gives tfjs a list, even of one tensor. */
  readonly list?: boolean;
}

/** A kernel that stands in graphs as it is. */
export interface Primitive extends RowBase {
  /** Shapes and types of the results, and the attributes in the one form that later stages know. Throws on what is not supported. */
  readonly infer: (
    inputs: readonly Signature[],
    attributes: Attributes,
  ) => { readonly outputs: readonly Signature[]; readonly attributes?: Attributes };
  /** Writes ONNX nodes, and returns the ONNX names of the results. */
  readonly lower: (emit: Emitter, operation: Operation) => readonly string[];
  /** Computes each element of its one result from those of its inputs at the same place, which broadcast. */
  readonly elementwise?: boolean;
  /**
   * Computes the results with tfjs on its active backend. Left out where tfjs has a kernel of the same name that takes the inputs,
   * by their names, and the normalised attributes.
   */
  readonly interpret?: (operation: Operation, inputs: readonly Tensor[]) => Tensor | readonly Tensor[];
}

/** A kernel that is written with others: it never stands in a graph. */
export interface Composite extends RowBase {
  /** An absent optional input is undefined. A kernel that gives tfjs a list returns one. */
  readonly expand: (
    build: Builder,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes,
  ) => Value | readonly Value[];
}

/** What the compiler knows of a kernel. */
export type Row = Primitive | Composite;

/** Rows by the name of their kernel. */
export type Rows = Readonly<Record<string, Row>>;
