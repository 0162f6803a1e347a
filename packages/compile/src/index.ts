export { type CompiledFunction, type CompileOptions, compile } from './compile';
export { compiled } from './engine/compiled';
export { type ExportInputSpec, type ExportOptions, type ExportSpec, exportOnnx } from './export-onnx';
export type { FunctionResult, FunctionSpec, InputSpec, PureFunction } from './function-spec';
export type { Attribute, Attributes, Data, DataType, Graph, Operation, Origin, Signature, Value } from './graph/graph';
export { interpreter } from './runtime/interpreter';
export type { Arrays, Program, Runtime } from './runtime/runtime';
