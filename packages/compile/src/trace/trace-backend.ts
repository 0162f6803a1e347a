import { UnsupportedError } from '@jensenjs/core';
import {
  type BackendValues,
  type DataId,
  type DataType as TfDataType,
  engine,
  KernelBackend,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Builder } from '../graph/builder';
import { toData } from '../graph/constants';
import type { Attributes, DataType, Value } from '../graph/graph';
import type { Rows } from '../kernels/row';

/** What a trace watches. */
export interface TraceEvents {
  /** A value came to be: by a kernel, or as a tensor made from numbers. */
  readonly made?: (value: Value) => void;
}

/** A tfjs backend that computes nothing: its tensors stand for values of a graph, and kernels add operations to it. */
export class TraceBackend extends KernelBackend {
  readonly #values = new WeakMap<DataId, Value>();
  readonly #references = new WeakMap<DataId, number>();
  readonly #builder: Builder;
  readonly #rows: Rows;
  readonly #events: TraceEvents;

  constructor(builder: Builder, rows: Rows, events: TraceEvents) {
    super();
    this.#builder = builder;
    this.#rows = rows;
    this.#events = events;
  }

  /** A fresh handle for a value. */
  handle(value: Value): TensorInfo {
    const dataId = {};
    this.#values.set(dataId, value);
    this.#references.set(dataId, 1);
    return { dataId, shape: [...value.shape], dtype: value.dtype };
  }

  /** The value that a tensor stands for. A tensor of another backend is a constant. */
  lookUp(info: TensorInfo): Value {
    const value = this.#values.get(info.dataId) ?? this.#capture(info);
    const isSame = value.shape.length === info.shape.length && value.shape.every((size, i) => size === info.shape[i]);
    return isSame ? value : this.#builder.op('Reshape', [value], { shape: [...info.shape] });
  }

  #capture({ dataId, shape, dtype }: TensorInfo): Value {
    const owner = engine().state.tensorInfo.get(dataId)?.backend;
    if (!owner || owner instanceof TraceBackend)
      throw new UnsupportedError(
        'trace',
        owner
          ? 'a tensor that an earlier trace made is used again: the function keeps tensors between calls. Make them anew.'
          : 'a tensor is used that was disposed.',
      );
    let numbers: ArrayLike<number>;
    try {
      numbers = owner.readSync(dataId) as ArrayLike<number>;
    } catch (error) {
      throw new UnsupportedError(
        'trace',
        `a tensor from outside the function, ${dtype} [${shape.join(', ')}], cannot be read at once on this backend: ` +
          `${String(error)} Give it as an input, or make it from numbers inside the function.`,
      );
    }
    const value = this.#builder.constant(toData(numbers, check(dtype)).slice(), shape, check(dtype));
    this.#values.set(dataId, value);
    return value;
  }

  record(kernel: string, inputs: object, attributes: Attributes): TensorInfo | TensorInfo[] {
    const row = this.#rows[kernel];
    const named = inputs as Readonly<Record<string, TensorInfo | undefined>>;
    const given = Array.isArray(inputs)
      ? (inputs as TensorInfo[])
      : row?.inputs
        ? row.inputs.map((name) => named[name.replace('?', '')])
        : Object.values(named);
    const values = given.map((info) => (info ? this.lookUp(info) : undefined));
    const outputs = this.#builder.ops(kernel, values, attributes ?? {});
    for (const value of outputs) this.#events.made?.(value);
    const handles = outputs.map((value) => this.handle(value));
    return row?.list || handles.length > 1 ? handles : (handles[0] as TensorInfo);
  }

  override write(values: BackendValues, shape: number[], dtype: TfDataType): DataId {
    const value = this.#builder.constant(
      toData(values as ArrayLike<number>, check(dtype)).slice(),
      shape,
      check(dtype),
    );
    this.#events.made?.(value);
    return this.handle(value).dataId;
  }

  override readSync(dataId: DataId): BackendValues {
    const value = this.#values.get(dataId);
    if (value?.origin.kind === 'constant') return value.origin.data.slice();
    throw new UnsupportedError(
      'trace',
      'the function reads the numbers of a tensor (dataSync, arraySync, print, or an operation whose result shape depends on' +
        ' them). While it is compiled there are none: compute with tensors instead, for example tf.where for a condition.',
    );
  }

  override async read(dataId: DataId): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  override move(): never {
    throw new UnsupportedError('trace', 'a tensor was moved to the backend that records.');
  }

  override disposeData(dataId: DataId): boolean {
    const left = (this.#references.get(dataId) ?? 1) - 1;
    this.#references.set(dataId, left);
    return left <= 0;
  }

  override refCount(dataId: DataId): number {
    return this.#references.get(dataId) ?? 0;
  }

  override incRef(dataId: DataId): void {
    this.#references.set(dataId, this.refCount(dataId) + 1);
  }

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
}

function check(dtype: TfDataType): DataType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new UnsupportedError('trace', `a tensor is ${dtype}. The compiler knows float32, int32 and bool.`);
}
