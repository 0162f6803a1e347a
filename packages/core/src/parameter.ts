import { Tensor, type TensorLike, tensor } from '@tensorflow/tfjs-core';
import { ArgumentError } from './errors';
import { sizeOf } from './shapes';
import { stopGradient } from './stop-gradient';

/** A parameter of a distribution: numbers kept on the host, or a tensor borrowed from the caller. */
export interface Parameter {
  readonly shape: readonly number[];
  /**
   * The parameter as a tensor. Call it inside tf.tidy: numbers become a new float32 tensor with each call, a borrowed
   * tensor is returned itself and must not be disposed.
   */
  readonly tensor: () => Tensor;
  /** The numbers, row-major, where they are known on the host. */
  readonly values: Float32Array | undefined;
  /** The same parameter, through which no gradient flows. */
  readonly detach: () => Parameter;
}

/**
 * Keeps a parameter. Numbers, nested arrays and typed arrays are copied and rounded to float32; a tensor is borrowed.
 * `name` is what errors say, for example `normal.scale`.
 * @throws ArgumentError when arrays are ragged or hold anything but numbers and booleans.
 */
export function parameter(name: string, value: Tensor | TensorLike): Parameter {
  if (value instanceof Tensor) return borrowed(value, () => value);
  const shape = shapeOf(value);
  const values = new Float32Array(sizeOf(shape));
  const count = fill(name, value, shape, 0, values, 0);
  if (count !== values.length) throw ragged(name);
  const kept: Parameter = {
    shape,
    tensor: () => tensor(values, shape, 'float32'),
    values,
    detach: () => kept,
  };
  return Object.freeze(kept);
}

function borrowed(source: Tensor, read: () => Tensor): Parameter {
  return Object.freeze<Parameter>({
    shape: source.shape,
    tensor: read,
    values: undefined,
    detach: () => borrowed(source, () => stopGradient(source)),
  });
}

function shapeOf(value: TensorLike): number[] {
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level) || ArrayBuffer.isView(level); level = level[0 as never])
    shape.push((level as unknown as ArrayLike<unknown>).length);
  return shape;
}

/** Writes the numbers of `value`, which must have `shape` from `axis` on, and returns the next free place. */
function fill(
  name: string,
  value: unknown,
  shape: readonly number[],
  axis: number,
  to: Float32Array,
  at: number,
): number {
  if (axis === shape.length) {
    if (typeof value !== 'number' && typeof value !== 'boolean')
      throw Array.isArray(value) || ArrayBuffer.isView(value)
        ? ragged(name)
        : new ArgumentError(name, `expected numbers or a tensor, got ${value === null ? 'null' : typeof value}.`);
    to[at] = Number(value);
    return at + 1;
  }
  const row = value as ArrayLike<unknown>;
  if (typeof value !== 'object' || value === null || row.length !== shape[axis]) throw ragged(name);
  for (let i = 0; i < row.length; i++) at = fill(name, row[i], shape, axis + 1, to, at);
  return at;
}

function ragged(name: string): ArgumentError {
  return new ArgumentError(name, 'expected arrays of equal length at each level, got ragged ones.');
}
