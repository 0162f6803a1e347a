export type DataType = 'float32' | 'int32' | 'bool';

/** Numbers of a tensor on the host, row-major; `bool` is kept as bytes. */
export type Data = Float32Array | Int32Array | Uint8Array;

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** An array for `size` numbers of a type. */
export function allocate(dtype: DataType, size: number): Data {
  return new ARRAYS[dtype](size);
}
