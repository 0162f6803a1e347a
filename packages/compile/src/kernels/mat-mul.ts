import { UnsupportedError } from '@jensenjs/core';
import { add, broadcast_util, matMul, mul, type Tensor } from '@tensorflow/tfjs-core';
import type { Value } from '../graph/graph';
import { type Emitter, float as real } from '../onnx/emitter';
import { finish } from './fused';
import type { Composite, Primitive, Rows } from './row';

/** The two last dimensions. */
const matrix = (shape: readonly number[]): [number, number] => [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
const single = (shape: readonly number[]): boolean => shape.slice(0, -2).every((size) => size === 1);

/**
 * a [..., m, k] · b [..., k, n] → [..., m, n]: leading dimensions broadcast. Passes put a factor `alpha` and a bias [n] there, both
 * of matrices of float32 only: alpha · a · b + bias.
 */
const batchMatMul: Primitive = {
  inputs: ['a', 'b', 'bias?'],
  infer([a, b], { transposeA, transposeB, alpha }) {
    if (a === undefined || b === undefined || a.dtype === 'bool' || b.dtype === 'bool')
      throw new UnsupportedError('BatchMatMul', 'takes two float32 or int32 tensors. Cast them.');
    const [m, k] = transposeA === true ? matrix(a.shape).reverse() : matrix(a.shape);
    const [l, n] = transposeB === true ? matrix(b.shape).reverse() : matrix(b.shape);
    if (k !== l || m === undefined || n === undefined)
      throw new UnsupportedError(
        'BatchMatMul',
        `the inner dimensions of [${a.shape.join(', ')}] and [${b.shape.join(', ')}] differ: ${k} and ${l}.`,
      );
    const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    return {
      outputs: [{ shape: [...batch, m, n], dtype: a.dtype }],
      attributes: {
        transposeA: transposeA === true,
        transposeB: transposeB === true,
        ...(typeof alpha === 'number' && { alpha }),
      },
    };
  },
  lower(emit, { inputs, outputs, attributes }) {
    const [a, b, bias] = inputs;
    const [y] = outputs;
    if (a === undefined || b === undefined || y === undefined) return [];
    const { transposeA, transposeB, alpha } = attributes;
    const float = y.dtype === 'float32' && y.shape.length > 1;
    if (float && single(a.shape) && single(b.shape)) {
      const left = reshaped(emit, emit.name(a), a.shape, matrix(a.shape));
      const right = reshaped(emit, emit.name(b), b.shape, matrix(b.shape));
      const product =
        transposeA === true || transposeB === true || bias || alpha !== undefined
          ? emit.node('Gemm', [left, right, ...(bias ? [emit.name(bias)] : [])], {
              transA: Number(transposeA),
              transB: Number(transposeB),
              ...(typeof alpha === 'number' && { alpha: real(alpha) }),
            })
          : emit.node('MatMul', [left, right]);
      return [reshaped(emit, product, matrix(y.shape), y.shape)];
    }
    // A matrix on the right serves all rows on the left: one large product instead of many small ones.
    if (float && transposeA !== true && single(b.shape)) {
      const [, k] = matrix(a.shape);
      const rows = a.shape.slice(0, -1).reduce((product, size) => product * size, 1);
      const left = reshaped(emit, emit.name(a), a.shape, [rows, k]);
      const right = reshaped(emit, emit.name(b), b.shape, matrix(b.shape));
      const product =
        transposeB === true ? emit.node('Gemm', [left, right], { transB: 1 }) : emit.node('MatMul', [left, right]);
      return [emit.node('Reshape', [product, emit.int64(y.shape)])];
    }
    return [emit.node('MatMul', [turned(emit, a, transposeA === true), turned(emit, b, transposeB === true)])];
  },
  interpret: ({ attributes: { transposeA, transposeB, alpha } }, inputs) => {
    const [a, b, bias] = inputs as [Tensor, Tensor, Tensor | undefined];
    const plain = matMul(a, b, transposeA === true, transposeB === true);
    const product = typeof alpha === 'number' ? mul(plain, alpha) : plain;
    return bias ? add(product, bias) : product;
  },
};

function reshaped(emit: Emitter, name: string, from: readonly number[], to: readonly number[]): string {
  const same = from.length === to.length && from.every((size, i) => size === to[i]);
  return same ? name : emit.node('Reshape', [name, emit.int64(to)]);
}

/** The matrices of a value, transposed if asked. */
function turned(emit: Emitter, value: Value, transpose: boolean): string {
  if (!transpose) return emit.name(value);
  const axes = value.shape.map((_, i) => i);
  return emit.node('Transpose', [emit.name(value)], { perm: [...axes.slice(0, -2), axes.length - 1, axes.length - 2] });
}

/** BatchMatMul, a bias that broadcasts, and an activation. tfjs gives matrices as [1, m, k]: here they are matrices again. */
const fusedMatMul: Composite = {
  inputs: ['a', 'b', 'bias?', 'preluActivationWeights?'],
  expand(build, [a, b, bias, weights], attributes) {
    if (a === undefined || b === undefined) throw new UnsupportedError('_FusedMatMul', 'takes a and b.');
    const flat = a.shape.length > 2 && b.shape.length > 2 && [a, b].every(({ shape }) => single(shape));
    const operands = flat ? [a, b].map((x) => build.op('Reshape', [x], { shape: matrix(x.shape) })) : [a, b];
    const { transposeA, transposeB } = attributes;
    const product = build.op('BatchMatMul', operands, { transposeA, transposeB });
    const result = finish(build, '_FusedMatMul', product, bias, weights, attributes);
    if (!flat) return result;
    const rank = Math.max(a.shape.length, b.shape.length);
    return result.shape.length >= rank
      ? result
      : build.op('Reshape', [result], {
          shape: [...Array<number>(rank - result.shape.length).fill(1), ...result.shape],
        });
  },
};

export const matMulRows: Rows = { BatchMatMul: batchMatMul, _FusedMatMul: fusedMatMul };
