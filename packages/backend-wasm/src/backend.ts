import { type KernelArguments as Arguments, type KernelReplacement, kernelCaller } from '@jensenjs/core/adapter';
import { type DataId, type DataType, type TensorInfo, type TypedArray } from '@tensorflow/tfjs-core';

/** The parts of tfjs's wasm backend that kernels use. */
export interface WasmBackend {
  readonly wasm: {
    /** Replaced whenever the memory grows: never keep it across an allocation. */
    readonly HEAPU8: Uint8Array;
    /** Its exports. */
    readonly asm: { readonly memory: WebAssembly.Memory };
    /** With threads, the memory is here instead. */
    readonly wasmMemory?: WebAssembly.Memory;
    readonly cwrap: (name: string, result: null, parameters: readonly ('number' | 'array')[]) => CFunction;
    readonly tfjs: {
      /** Gives C++ a tensor of `size` elements at a byte offset of the heap. */
      readonly registerTensor: (id: number, size: number, memoryOffset: number) => void;
      /** Forgets a tensor; does not free its memory. */
      readonly disposeData: (id: number) => void;
    };
  };
  readonly dataIdMap: {
    readonly get: (dataId: DataId) => { readonly id: number; readonly memoryOffset: number; dtype: DataType };
  };
  dataIdNextNumber: number;
  readonly makeOutput: (shape: readonly number[], dtype: DataType) => TensorInfo;
  readonly disposeData: (dataId: DataId) => boolean;
  readonly typedArrayFromHeap: (tensor: TensorInfo) => TypedArray;
}

export type CFunction = (...args: readonly (number | boolean | Uint8Array)[]) => void;

export type KernelArguments = Arguments<WasmBackend>;

/** A kernel that takes the place of tfjs's kernel of the same name, which it may call. */
export type Kernel = KernelReplacement<WasmBackend>;

/** Runs a kernel that the wasm backend has. Inputs are borrowed, the result belongs to the caller. */
export const run = kernelCaller<WasmBackend>('wasm');

/** Shapes cross over to C++ as the bytes of 32-bit integers. */
export function shapeBytes(shape: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(shape).buffer);
}

/**
 * A tensor that plain loops compute: `write` gets its numbers, then those of the inputs. They are views of the heap, taken when nothing
 * is allocated any more.
 */
export function computed(
  backend: WasmBackend,
  shape: readonly number[],
  dtype: DataType,
  inputs: readonly TensorInfo[],
  write: (to: TypedArray, ...from: TypedArray[]) => void,
): TensorInfo {
  const out = backend.makeOutput(shape, dtype);
  write(backend.typedArrayFromHeap(out), ...inputs.map((x) => backend.typedArrayFromHeap(x)));
  return out;
}

/** A tensor [] of one value. The caller owns it. */
export function constant(backend: WasmBackend, value: number, dtype: 'float32' | 'int32'): TensorInfo {
  const out = backend.makeOutput([], dtype);
  backend.typedArrayFromHeap(out)[0] = value;
  return out;
}

/** Shows C++ `size` numbers of a tensor, from the number `start` on, as a tensor of its own, while `use` runs. */
export function view(
  backend: WasmBackend,
  x: TensorInfo,
  start: number,
  size: number,
  use: (id: number) => void,
): void {
  const id = backend.dataIdNextNumber++;
  backend.wasm.tfjs.registerTensor(id, size, backend.dataIdMap.get(x.dataId).memoryOffset + 4 * start);
  use(id);
  backend.wasm.tfjs.disposeData(id);
}
