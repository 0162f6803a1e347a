import type { DataType } from '../graph/graph';
import type { Execution } from './checked-program';
import type { Port } from './ports';

/** What we use of onnxruntime-node and onnxruntime-web, which both have it. */
export interface OnnxRuntime {
  readonly Tensor: new (type: DataType, data: Float32Array | Int32Array | Uint8Array, shape: number[]) => OnnxTensor;
  readonly InferenceSession: {
    readonly create: (model: Uint8Array, options: object) => Promise<OnnxSession>;
  };
}

export interface OnnxTensor {
  readonly data: unknown;
  readonly dispose: () => void;
}

export type OnnxTensors = Readonly<Record<string, OnnxTensor>>;

export interface OnnxSession {
  readonly run: {
    (feeds: OnnxTensors, options?: object): Promise<OnnxTensors>;
    (feeds: OnnxTensors, fetches: OnnxTensors, options?: object): Promise<OnnxTensors>;
  };
  readonly release: () => Promise<void>;
}

/** What fails is thrown: it need not be printed too. For options of sessions and of runs. */
export const SILENT = { logSeverityLevel: 4 } as const;

/** A way to run a session. */
export type Execute = (
  ort: OnnxRuntime,
  session: OnnxSession,
  inputs: readonly Port[],
  outputs: readonly Port[],
) => Execution;
