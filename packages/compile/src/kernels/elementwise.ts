import { broadcastShapes, UnsupportedError } from '@jensenjs/core';
import type { DataType, Operation, Signature } from '../graph/graph';
import type { Emitter } from '../onnx/emitter';
import { inputAt } from './read';
import type { Primitive } from './row';

/** TensorProto.DataType of ONNX, as the operator Cast names types. */
export const ONNX_TYPE = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float64: 11 } as const;

/** @throws UnsupportedError when a tensor has none of the types that a kernel takes. */
export function demand(kernel: string, { dtype }: Signature, allowed: readonly DataType[]): void {
  if (!allowed.includes(dtype))
    throw new UnsupportedError(kernel, `takes ${allowed.join(' or ')}, got ${dtype}. Convert it with tf.cast first.`);
}

/** What sets one elementwise kernel apart from another. */
interface Options {
  /** Types of the inputs: float32 when left out. */
  readonly of?: readonly DataType[];
  /** Type of the result: that of the first input when left out. */
  readonly to?: DataType;
}

/** A kernel that computes y_i = f(x_i): `lower` writes f, by default the ONNX operator of the same name. */
export function unary(
  kernel: string,
  lower: (emit: Emitter, x: string, operation: Operation) => string = (emit, x) => emit.node(kernel, [x]),
  { of = ['float32'], to }: Options = {},
): Primitive {
  return {
    inputs: ['x'],
    elementwise: true,
    infer(inputs) {
      const x = inputAt(kernel, inputs);
      demand(kernel, x, of);
      return { outputs: [{ shape: x.shape, dtype: to ?? x.dtype }] };
    },
    lower: (emit, operation) => [lower(emit, emit.name(inputAt(kernel, operation.inputs)), operation)],
  };
}

/** A kernel that computes y_i = f(a_i, b_i), where a and b broadcast and are of one type: `lower` writes f. */
export function binary(
  kernel: string,
  lower: (emit: Emitter, a: string, b: string, operation: Operation) => string,
  { of = ['float32', 'int32'], to }: Options = {},
): Primitive {
  return {
    inputs: ['a', 'b'],
    elementwise: true,
    infer(inputs) {
      const [a, b] = [inputAt(kernel, inputs), inputAt(kernel, inputs, 1)];
      demand(kernel, a, of);
      demand(kernel, b, [a.dtype]);
      return { outputs: [{ shape: broadcastShapes(a.shape, b.shape), dtype: to ?? a.dtype }] };
    },
    lower(emit, operation) {
      const [a, b] = [inputAt(kernel, operation.inputs), inputAt(kernel, operation.inputs, 1)];
      return [lower(emit, emit.name(a), emit.name(b), operation)];
    },
  };
}

/** The lowering of a binary kernel that is one ONNX operator. */
export const operator =
  (op: string) =>
  (emit: Emitter, a: string, b: string): string =>
    emit.node(op, [a, b]);
