import { ArgumentError, type Key, UnsupportedError } from '@jensenjs/core';
import {
  type DataId,
  type DataType,
  engine,
  KernelBackend,
  registerBackend,
  registerKernel,
  setBackend,
  type Tensor,
  type TensorInfo,
  type Variable,
} from '@tensorflow/tfjs-core';
import { type Attributes, SHAPE_RULES } from './shape-rules';

/** A tfjs computation as a list of kernels, of which none was run. */
export interface Recording {
  /** Names of kernels in the order of their calls. */
  readonly kernels: readonly string[];
  /** Names of the inputs on which the results depend, sorted. */
  readonly inputs: readonly string[];
}

interface Node {
  readonly kernel: string;
  readonly inputs: readonly DataId[];
}

/** Infers shapes and records; it holds no numbers, so nothing can read them. */
class RecordingBackend extends KernelBackend {
  readonly nodes = new Map<DataId, Node>();
  readonly kernels: string[] = [];
  override write(): DataId {
    return {};
  }
  override readSync(): never {
    throw new Error('recording: the value of a tensor was read');
  }
  override read(): Promise<never> {
    return this.readSync();
  }
  override move(): never {
    throw new Error('recording: the value of a tensor of another backend was read');
  }
  override disposeData(): boolean {
    return true;
  }
  override refCount(): number {
    return 1;
  }
  override incRef(): void {}
  decRef(): void {}
  override numDataIds(): number {
    return 0;
  }
  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }
  override floatPrecision(): 32 {
    return 32;
  }
  override epsilon(): number {
    return 1e-7;
  }
  override timerAvailable(): boolean {
    return false;
  }
  override dispose(): void {}

  run(kernel: string, inputs: readonly TensorInfo[], attributes: Attributes): TensorInfo | TensorInfo[] {
    const rule = SHAPE_RULES[kernel];
    if (!rule) throw new Error(`recording: no rule for the shape of ${kernel}`);
    this.kernels.push(kernel);
    const output = (shape: number[], dtype: DataType): TensorInfo => {
      const dataId = {};
      this.nodes.set(dataId, { kernel, inputs: inputs.map((input) => input.dataId) });
      return { dataId, shape, dtype };
    };
    const outputs = rule(inputs, attributes);
    return Array.isArray(outputs)
      ? outputs.map(({ shape, dtype }) => output(shape, dtype))
      : output(outputs.shape, outputs.dtype);
  }
}

const NAME = 'recording';

/** Registers the backend; tests call it once. */
export function registerRecording(): void {
  registerBackend(NAME, () => new RecordingBackend(), 0);
  for (const kernelName of Object.keys(SHAPE_RULES))
    registerKernel({
      kernelName,
      backendName: NAME,
      kernelFunc: ({ inputs, backend, attrs }) =>
        (backend as RecordingBackend).run(
          kernelName,
          Object.values(inputs).filter((input): input is TensorInfo => input != null),
          attrs as unknown as Attributes,
        ),
    });
}

/** What a recorded computation is given. */
export interface Symbols {
  /** A key whose draws are inputs of the graph, named `noise:` with its path. */
  readonly key: Key;
  /** An input of the graph. */
  readonly input: (name: string, shape: readonly number[], dtype?: DataType) => Tensor;
}

/** Records what `compute` launches and which inputs, variables among them, its results depend on. */
export async function record(
  variables: Readonly<Record<string, Variable>>,
  compute: (symbols: Symbols) => readonly Tensor[],
): Promise<Recording> {
  const before = engine().backendName;
  await setBackend(NAME);
  try {
    const backend = engine().backend as RecordingBackend;
    backend.nodes.clear();
    backend.kernels.length = 0;
    const names = new Map<DataId, string>(Object.entries(variables).map(([name, { dataId }]) => [dataId, name]));
    const input: Symbols['input'] = (name, shape, dtype = 'float32') => {
      const dataId = {};
      if ([...names.values()].includes(name)) throw new ArgumentError('record', `two inputs are named ${name}.`);
      names.set(dataId, name);
      return engine().makeTensorFromTensorInfo({ dataId, shape: [...shape], dtype }, backend);
    };
    let results: readonly DataId[] = [];
    engine().tidy(() => {
      results = compute({ key: symbolicKey('', input), input }).map(({ dataId }) => dataId);
    });
    return { kernels: [...backend.kernels], inputs: reach(results, backend.nodes, names) };
  } finally {
    await setBackend(before);
  }
}

/** A key of the kind that an engine records with. Drawing twice from one key is an error, since its name is taken. */
function symbolicKey(path: string, input: Symbols['input']): Key {
  return {
    fold: (data) => symbolicKey(`${path}/${data}`, input),
    draw: ({ kind }, shape) =>
      input(`noise:${path}`, shape, kind === 'bits' || kind === 'integers' ? 'int32' : 'float32'),
    words: () => {
      throw new UnsupportedError('words', 'a symbolic key has none.');
    },
  };
}

/** Names of the inputs that the results depend on. */
function reach(
  results: readonly DataId[],
  nodes: ReadonlyMap<DataId, Node>,
  names: ReadonlyMap<DataId, string>,
): string[] {
  const seen = new Set<DataId>();
  const visit = (id: DataId): void => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const input of nodes.get(id)?.inputs ?? []) visit(input);
  };
  for (const id of results) visit(id);
  return [...names]
    .filter(([id]) => seen.has(id))
    .map(([, name]) => name)
    .sort();
}
