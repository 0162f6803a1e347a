import type { DataType as TfjsType } from '@tensorflow/tfjs-core';

export type DataType = Extract<TfjsType, 'float32' | 'int32' | 'bool'>;

/** Numbers of a tensor on the host, row-major; `bool` is kept as bytes. */
export type Data = Float32Array | Int32Array | Uint8Array;

/** A tensor in a form that crosses over to other processes and pages; NaN and infinities included. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly data: readonly number[];
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** An array for `size` numbers of a type. */
export function allocate(dtype: DataType, size: number): Data {
  return new ARRAYS[dtype](size);
}

export const isComparable = (dtype: TfjsType): dtype is DataType => dtype in ARRAYS;
