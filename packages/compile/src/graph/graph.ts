/** The types that a graph can hold. */
export type DataType = 'float32' | 'int32' | 'bool';

/** Numbers of a value on the host, row-major; `bool` is kept as bytes. */
export type Data = Float32Array | Int32Array | Uint8Array;

/** What is known of a value without its numbers. */
export interface Signature {
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/** A tensor of the graph: an input, a constant, or a result of an operation. Compared by identity. */
export interface Value extends Signature {
  readonly origin: Origin;
}

export type Origin =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'constant'; readonly data: Data }
  | { readonly kind: 'result'; readonly operation: Operation };

/** A plain value, as tfjs gives to its kernels. */
export type Attribute = number | string | boolean | null | undefined | readonly Attribute[];
export type Attributes = Readonly<Record<string, Attribute>>;

/** One application of a kernel, called by the name that tfjs gives it or by one of the compiler's own. */
export interface Operation {
  readonly kernel: string;
  readonly inputs: readonly Value[];
  /** As the kernel's row normalised them: equal operations have equal attributes. */
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
}

/** A pure function of named inputs, as operations in an order in which each follows what it needs. */
export interface Graph {
  readonly inputs: readonly Value[];
  readonly operations: readonly Operation[];
  readonly outputs: ReadonlyMap<string, Value>;
  /** One line per operation. */
  readonly toString: () => string;
}
