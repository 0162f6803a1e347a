import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type CFunction, computed, type Kernel, run, shapeBytes, view, type WasmBackend } from '../backend';
import { addOuterProducts, placeOf, setUpOuterProducts } from './outer-products';

/*
 * tfjs multiplies by XNNPACK when neither operand is transposed and there is one matrix each, and else by a scalar loop
 * that is several times slower. Gradients of dense layers always have a transposed operand. Here the first transposed
 * is a sum of outer products, other transposes are made explicit, and batches become products of the matrices inside
 * them.
 */
export const batchMatMul: Kernel = {
  name: 'BatchMatMul',
  setup: (backend) => {
    setUpOuterProducts(backend);
    multiply = backend.wasm.cwrap('BatchMatMul', null, [
      'number', // a
      'array', // shape of a
      'number', // its length
      'number', // b
      'array', // shape of b
      'number', // its length
      'number', // transpose a
      'number', // transpose b
      'number', // out
    ]);
  },
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
      const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
      const one = a.shape.length <= 3 && b.shape.length <= 3 && batchOf(a) === 1 && batchOf(b) === 1;
      if (a.dtype !== 'float32') return integerProduct(backend, a, b, transposeA, transposeB);
      if (one && !transposeA && !transposeB && sizeOf(a.shape) > 0) return stock({ inputs, attrs, backend });
      return product(backend, a, b, transposeA, transposeB);
    },
};

let multiply: CFunction;

/** a [...batchA, m, k] · b [...batchB, k, n], either one stored transposed: [...batch, m, n], batches broadcast. */
export function product(
  backend: WasmBackend,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): TensorInfo {
  const { m, k, n, batch } = sizesOf(a, b, transposeA, transposeB);
  const out = backend.makeOutput([...batch.shape, m, n], 'float32');
  if (sizeOf(out.shape) === 0) return out;
  if (k === 0) {
    backend.typedArrayFromHeap(out).fill(0);
    return out;
  }
  // The gradient of a dense layer's weights. Wide rows of b do not stay in the cache.
  if (transposeA && !transposeB && k >= 16 && n <= 800) {
    backend.typedArrayFromHeap(out).fill(0);
    for (const [i, [p, q]] of batch.pairs.entries())
      addRows(backend, [a, p * m * k], [b, q * k * n], [out, i * m * n], m, k, n);
    return out;
  }
  const left = transposeA ? transposed(backend, a) : a;
  const right = transposeB ? transposed(backend, b) : b;
  // One matrix on the right for all on the left: their rows form one tall matrix.
  const tall = batchOf(b) === 1;
  const height = tall ? m * batch.pairs.length : m;
  for (const [i, [p, q]] of (tall ? batch.pairs.slice(0, 1) : batch.pairs).entries())
    view(backend, left, p * m * k, height * k, (x) =>
      view(backend, right, q * k * n, k * n, (y) =>
        view(backend, out, i * m * n, height * n, (z) =>
          multiply(x, shapeBytes([1, height, k]), 3, y, shapeBytes([1, k, n]), 3, false, false, z),
        ),
      ),
    );
  if (left !== a) backend.disposeData(left.dataId);
  if (right !== b) backend.disposeData(right.dataId);
  return out;
}

/** The same of integers, which tfjs refuses. */
function integerProduct(
  backend: WasmBackend,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): TensorInfo {
  const { m, k, n, batch } = sizesOf(a, b, transposeA, transposeB);
  const [rowOfA, columnOfA] = transposeA ? [1, m] : [k, 1];
  const [rowOfB, columnOfB] = transposeB ? [1, k] : [n, 1];
  return computed(backend, [...batch.shape, m, n], a.dtype, [a, b], (to, left, right) => {
    let target = 0;
    for (const [p, q] of batch.pairs)
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let l = 0; l < k; l++)
            sum +=
              (left?.[p * m * k + i * rowOfA + l * columnOfA] as number) *
              (right?.[q * k * n + l * rowOfB + j * columnOfB] as number);
          to[target++] = sum;
        }
  });
}

function sizesOf(
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): { readonly m: number; readonly k: number; readonly n: number; readonly batch: ReturnType<typeof broadcast> } {
  const [m = 0, k = 0] = swapped(a.shape.slice(-2), transposeA);
  const [inner = 0, n = 0] = swapped(b.shape.slice(-2), transposeB);
  if (inner !== k)
    throw new Error(
      `matMul: inner dimensions ${k} and ${inner} of [${a.shape.join()}] and [${b.shape.join()}] with ` +
        `transposeA=${transposeA}, transposeB=${transposeB} must match.`,
    );
  return { m, k, n, batch: broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)) };
}

type Place = readonly [x: TensorInfo, start: number];

/** Adds aᵀ · b, of a [k, m] and b [k, n], to out [m, n]; so many rows at a time that they stay in the cache. */
function addRows(backend: WasmBackend, a: Place, b: Place, out: Place, m: number, k: number, n: number): void {
  const [left, right, to] = [a, b, out].map(([x, start]) => placeOf(backend, x) + 4 * start) as [
    number,
    number,
    number,
  ];
  const block = 128;
  for (let row = 0; row < k; row += block)
    addOuterProducts(left + 4 * row * m, 0, 4 * m, right + 4 * row * n, 1, Math.min(block, k - row), to, m, n);
}

/** Which matrices of a and b meet, for each matrix of the result. */
function broadcast(
  a: readonly number[],
  b: readonly number[],
): { readonly shape: readonly number[]; readonly pairs: readonly (readonly [number, number])[] } {
  const shape = broadcast_util.assertAndGetBroadcastShape([...a], [...b]);
  const place = (own: readonly number[], index: readonly number[]): number =>
    own.reduce((at, size, d) => at * size + (size === 1 ? 0 : (index[d + shape.length - own.length] ?? 0)), 0);
  const strides = util.computeStrides([...shape, 1]);
  const pairs = Array.from({ length: sizeOf(shape) }, (_, i) => {
    const index = shape.map((size, d) => Math.floor(i / (strides[d] ?? 1)) % size);
    return [place(a, index), place(b, index)] as const;
  });
  return { shape, pairs };
}

/** Swaps the last two dimensions of x. */
function transposed(backend: WasmBackend, x: TensorInfo): TensorInfo {
  const rank = x.shape.length;
  const perm = [...x.shape.slice(0, -2).keys(), rank - 1, rank - 2];
  return run(backend, 'Transpose', { x }, { perm });
}

const sizeOf = util.sizeFromShape;
const batchOf = (x: TensorInfo): number => sizeOf(x.shape.slice(0, -2));
const swapped = (shape: readonly number[], swap: boolean): readonly number[] => (swap ? [...shape].reverse() : shape);
