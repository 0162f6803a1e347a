import { sizeOf } from '@jensenjs/core';
import type { Data, DataType, Value } from './graph';

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** An array for `size` numbers of a type. */
export function allocate(dtype: DataType, size: number): Data {
  return new ARRAYS[dtype](size);
}

/** Numbers as the array of their type: copied, unless they are one already. */
export function toData(values: ArrayLike<number | boolean>, dtype: DataType): Data {
  const made = ARRAYS[dtype];
  if (values instanceof made) return values;
  return dtype === 'bool'
    ? Uint8Array.from(values, (value) => (value ? 1 : 0))
    : (made as Float32ArrayConstructor).from(values as ArrayLike<number>, Number);
}

/** The number that every element of a constant equals, if there is one. */
export function uniformOf({ origin }: Value): number | undefined {
  if (origin.kind !== 'constant') return undefined;
  const { data } = origin;
  const known = uniforms.get(data);
  if (known !== undefined) return known ?? undefined;
  const first = data[0];
  const uniform = first !== undefined && data.every((value) => Object.is(value, first)) ? first : null;
  uniforms.set(data, uniform);
  return uniform ?? undefined;
}

const uniforms = new WeakMap<Data, number | null>();

export function constantValue(data: Data, shape: readonly number[], dtype: DataType): Value {
  if (data.length !== sizeOf(shape))
    throw new RangeError(`a constant of shape [${shape.join(', ')}] has ${data.length} numbers.`);
  return { shape: [...shape], dtype, origin: { kind: 'constant', data } };
}
