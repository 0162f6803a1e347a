import type { DataType, Value } from '../graph/graph';

/** A number that ONNX is to take as a float. */
export interface FloatAttribute {
  readonly float: number;
}
/** Attributes of a node: numbers are integers, unless wrapped by `float`. */
export type NodeAttributes = Readonly<Record<string, number | string | FloatAttribute | readonly number[] | undefined>>;

export const float = (value: number): FloatAttribute => ({ float: value });

/** The arrays of ONNX constants: their type says that of the elements. Bytes are bool. */
export type ConstantData = Float32Array | Int32Array | Uint8Array | BigInt64Array;

/** Writes the nodes of an ONNX graph. Equal nodes and constants are written once. */
export interface Emitter {
  /** Whether others than ONNX Runtime on a processor are to read the model: then common operators come before those that are fastest there. */
  readonly isPortable: boolean;
  /** A node with one result; its name. */
  readonly node: (op: string, inputs: readonly string[], attributes?: NodeAttributes) => string;
  /** A node with `count` results; their names. */
  readonly nodes: (op: string, inputs: readonly string[], attributes: NodeAttributes, count: number) => string[];
  /** The ONNX name of an operation's input. A constant becomes an initialiser. */
  readonly name: (value: Value) => string;
  readonly constant: (data: ConstantData, shape: readonly number[]) => string;
  /** A vector of 64-bit integers, as ONNX takes shapes, axes and the like. */
  readonly int64: (values: readonly number[]) => string;
  readonly scalar: (value: number, dtype?: DataType) => string;
}
