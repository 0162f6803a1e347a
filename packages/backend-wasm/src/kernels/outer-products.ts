import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend';
import { type AddOuterProducts, outerProducts, scalarOuterProducts } from '../simd/outer-products';

let add: AddOuterProducts;

export function setUpOuterProducts({ wasm }: WasmBackend): void {
  const memory = wasm.wasmMemory ?? wasm.asm.memory;
  add = outerProducts(memory) ?? scalarOuterProducts(memory);
}

/** Where a tensor of the heap begins, in bytes; for what allocates nothing before it is used. */
export const placeOf = (backend: WasmBackend, x: TensorInfo): number => backend.dataIdMap.get(x.dataId).memoryOffset;

/** See `AddOuterProducts`. */
export const addOuterProducts: AddOuterProducts = (...places) => add(...places);
