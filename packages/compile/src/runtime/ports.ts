import type { Data, DataType, Graph, Value } from '../graph/graph';
import { nameOf } from './arrays';
import type { OnnxRuntime, OnnxTensor } from './ort';

/** An input or output of a session. */
export interface Port {
  readonly name: string;
  readonly shape: number[];
  readonly dtype: DataType;
}

const port = (name: string, { shape, dtype }: Value): Port => ({ name, shape: [...shape], dtype });

export function portsOf(graph: Graph): { readonly inputs: readonly Port[]; readonly outputs: readonly Port[] } {
  return {
    inputs: graph.inputs.map((value) => port(nameOf(value), value)),
    outputs: [...graph.outputs].map(([name, value]) => port(name, value)),
  };
}

export function tensor(ort: OnnxRuntime, { dtype, shape }: Port, data: Data): OnnxTensor {
  return new ort.Tensor(dtype, data, shape);
}

/** Memory that threads share, which onnxruntime does not take. */
export function isShared({ buffer }: Data): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
}
