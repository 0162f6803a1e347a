import { outerProductsModule } from './outer-products.generated';

/**
 * Adds outer products to a matrix: C[k, n] += Σ over y and x of A[y, x, k] · B[y, x, n], for y in [0, rows), x in [0,
 * columns). C is [K, N] and B [rows, columns, N]; rows of A lie `rowStep` and columns `columnStep` bytes apart, and its
 * K numbers next to each other. All places are bytes of the memory. There must be a row and a column.
 */
export type AddOuterProducts = (
  a: number,
  rowStep: number,
  columnStep: number,
  b: number,
  rows: number,
  columns: number,
  c: number,
  k: number,
  n: number,
) => void;

/**
 * Compiles it for a memory; undefined where the engine, or the content security policy of a page, has no WebAssembly
 * SIMD. How it works is told in assemble/outer-products.mjs and assemble/tile.mjs.
 */
export function outerProducts(memory: WebAssembly.Memory): AddOuterProducts | undefined {
  const base64 = memory.buffer instanceof ArrayBuffer ? outerProductsModule.plain : outerProductsModule.shared;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { tfjs: { memory } });
    return exports.addOuterProducts as AddOuterProducts;
  } catch {
    return undefined;
  }
}

/** The same in JavaScript, much slower. */
export function scalarOuterProducts(memory: WebAssembly.Memory): AddOuterProducts {
  return (a, rowStep, columnStep, b, rows, columns, c, k, n) => {
    const values = new Float32Array(memory.buffer);
    let row = b / 4;
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++, row += n)
        for (let i = 0; i < k; i++) {
          const scale = values[(a + y * rowStep + x * columnStep) / 4 + i] as number;
          const sums = c / 4 + i * n;
          for (let j = 0; j < n; j++)
            values[sums + j] = (values[sums + j] as number) + scale * (values[row + j] as number);
        }
  };
}
