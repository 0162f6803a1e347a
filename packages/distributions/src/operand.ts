import { ArgumentError, broadcastShapes, formatShape, type Parameter, parameter, sizeOf } from '@jensenjs/core';
import { Tensor, type TensorLike } from '@tensorflow/tfjs-core';

/** What a parameter can be given as: numbers, a tensor (borrowed), or the parameter of another distribution. */
export type Operand = Parameter | Tensor | TensorLike;

/**
 * The parameter that `value` stands for. `name` is what errors say, for example `normal.scale`.
 * @throws ArgumentError for what is neither numbers nor a float32 tensor.
 */
export function operand(name: string, value: Operand): Parameter {
  if (value instanceof Tensor && value.dtype !== 'float32')
    throw new ArgumentError(name, `expected a float32 tensor, got ${value.dtype}. Cast it with tf.cast.`);
  return isParameter(value) ? value : parameter(name, value);
}

function isParameter(value: Operand): value is Parameter {
  return typeof value === 'object' && value !== null && 'tensor' in value && 'detach' in value;
}

/** Throws unless all numbers of a parameter that is known on the host satisfy `holds`. Tensors are not read. */
export function requireValues(
  name: string,
  { values }: Parameter,
  holds: (value: number) => boolean,
  expected: string,
): void {
  const index = values?.findIndex((value) => !holds(value)) ?? -1;
  if (index >= 0) throw new ArgumentError(name, `expected ${expected}, got ${values?.[index]} at index ${index}.`);
}

/** The shape that the parameters of one distribution broadcast to. */
export function batchShapeOf(where: string, parameters: Readonly<Record<string, Parameter>>): number[] {
  try {
    return broadcastShapes(...Object.values(parameters).map(({ shape }) => shape));
  } catch (cause) {
    const list = Object.entries(parameters).map(([name, { shape }]) => `${name} ${formatShape(shape)}`);
    throw new ArgumentError(where, `expected shapes that broadcast, got ${list.join(' and ')}.`, { cause });
  }
}

/** The numbers of a parameter repeated to `shape`, where they are known on the host. */
export function broadcastValues({ values, shape: from }: Parameter, shape: readonly number[]): number[] | undefined {
  if (!values) return undefined;
  const offset = shape.length - from.length;
  return Array.from({ length: sizeOf(shape) }, (_, flat) => {
    let [index, rest, stride] = [0, flat, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [size, own] = [shape[axis] as number, from[axis - offset] ?? 1];
      if (own > 1) index += (rest % size) * stride;
      stride *= own;
      rest = Math.floor(rest / size);
    }
    return values[index] as number;
  });
}
