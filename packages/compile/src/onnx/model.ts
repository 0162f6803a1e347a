import { create, toBinary } from '@bufbuild/protobuf';
import type { DataType, Signature } from '../graph/graph';
import type { ConstantData, NodeAttributes } from './emitter';
import {
  AttributeProto_AttributeType,
  type AttributeProto,
  AttributeProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from './generated/onnx_pb';

export interface Node {
  /** What runtimes call it in errors; its first output when left out. */
  readonly name?: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: NodeAttributes;
}

export interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: ConstantData;
}

/** An input or output: a dimension that is a string is symbolic, and may have any size. */
export interface Port {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  readonly dtype: Signature['dtype'];
}

/** A graph in ONNX's words. */
export interface OnnxGraph {
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** What a reader of the file should know. */
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Version of ONNX's operators that models are written for: every runtime since early 2023 has it. */
const OPSET = 18;
const IR_VERSION = 8;
// TensorProto.DataType
const TYPES: Readonly<Record<DataType | 'int64', number>> = { float32: 1, int32: 6, int64: 7, bool: 9 };

/** The bytes of an .onnx file: a ModelProto. Names and order of fields follow https://onnx.ai/onnx/repo-docs/IR.html. */
export function encodeModel({
  nodes,
  initializers,
  inputs,
  outputs,
  description,
  metadata = {},
}: OnnxGraph): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion: BigInt(IR_VERSION),
    producerName: '@jensenjs/compile',
    opsetImport: [{ domain: '', version: BigInt(OPSET) }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: {
      name: 'jensen',
      node: nodes.map(encodeNode),
      initializer: initializers.map(encodeTensor),
      input: inputs.map(encodePort),
      output: outputs.map(encodePort),
    },
  });
  if (description !== undefined) model.docString = description;
  return toBinary(ModelProtoSchema, model);
}

function encodeNode({ name, op, inputs, outputs, attributes }: Node): NodeProto {
  const attribute = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [encodeAttribute(name, value)],
  );
  return create(NodeProtoSchema, {
    name: name ?? outputs[0] ?? op,
    opType: op,
    input: [...inputs],
    output: [...outputs],
    attribute,
  });
}

function encodeAttribute(name: string, value: NonNullable<NodeAttributes[string]>): AttributeProto {
  const type = AttributeProto_AttributeType;
  if (typeof value === 'number') return create(AttributeProtoSchema, { name, type: type.INT, i: BigInt(value) });
  if (typeof value === 'string')
    return create(AttributeProtoSchema, { name, type: type.STRING, s: new TextEncoder().encode(value) });
  if ('float' in value) return create(AttributeProtoSchema, { name, type: type.FLOAT, f: value.float });
  return create(AttributeProtoSchema, { name, type: type.INTS, ints: value.map(BigInt) });
}

function encodeTensor({ name, shape, data }: Initializer): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: TYPES[typeOf(data)],
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
}

function encodePort({ name, shape, dtype }: Port): ValueInfoProto {
  const dim = shape.map((size) => ({
    value:
      typeof size === 'string'
        ? { case: 'dimParam' as const, value: size }
        : { case: 'dimValue' as const, value: BigInt(size) },
  }));
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType: TYPES[dtype], shape: { dim } } } },
  });
}

function typeOf(data: ConstantData): keyof typeof TYPES {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Int32Array) return 'int32';
  return data instanceof Uint8Array ? 'bool' : 'int64';
}
