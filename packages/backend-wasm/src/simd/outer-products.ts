import { code, type Code, f32, i32, moduleOf, v128 } from './assembler';

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

// Tiles of C stay in registers while the sum runs: of 4 × 8 numbers, and of fewer at the edges.
const HEIGHTS = [4, 1] as const;
const WIDTHS = [8, 4, 1] as const;

/** Compiles it for a memory; undefined where the engine has no WebAssembly SIMD. */
export function outerProducts(memory: WebAssembly.Memory): AddOuterProducts | undefined {
  const tiles = HEIGHTS.flatMap((height) => WIDTHS.map((width) => tile(height, width)));
  const shared = !(memory.buffer instanceof ArrayBuffer);
  try {
    const module = new WebAssembly.Module(moduleOf([...tiles, overTiles()], shared));
    return new WebAssembly.Instance(module, { m: { m: memory } }).exports.f as AddOuterProducts;
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

/** One tile: parameters a, rowStep, columnStep, b, step of b and c, rows, columns, c. */
function tile(height: number, width: number): Code {
  const [a, rowStep, columnStep, b, step, rows, columns, c] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
  const [x, at] = [8, 9]; // columns left, place in A or C
  const lane = width === 1 ? f32 : v128;
  const parts = Math.ceil(width / 4);
  const partOf = (j: number): number => 10 + j; // of a row of B
  const scale = 10 + parts;
  const sum = (i: number, j: number): number => scale + 1 + i * parts + j;
  const each = (run: (i: number, j: number) => Code): Code =>
    range(height).map((i) => [range(parts).map((j) => run(i, j)), i32.increase(at, code.get(step))]);
  return code.body({ parameters: 8, integers: 2, lanes: { type: lane.type, count: 1 + parts + height * parts } }, [
    [code.get(c), code.set(at)],
    each((i, j) => [code.get(at), lane.load(16 * j), code.set(sum(i, j))]),
    code.loop([
      [code.get(a), code.set(at), code.get(columns), code.set(x)],
      code.loop([
        range(parts).map((j) => [code.get(b), lane.load(16 * j), code.set(partOf(j))]),
        range(height).map((i) => [
          [code.get(at), lane.loadSplat(4 * i), code.set(scale)],
          range(parts).map((j) => [
            [code.get(sum(i, j)), code.get(scale), code.get(partOf(j)), lane.multiply, lane.add],
            code.set(sum(i, j)),
          ]),
        ]),
        i32.increase(at, code.get(columnStep)),
        i32.increase(b, code.get(step)),
        i32.decrease(x, 1),
        code.again(code.get(x)),
      ]),
      i32.increase(a, code.get(rowStep)),
      i32.decrease(rows, 1),
      code.again(code.get(rows)),
    ]),
    [code.get(c), code.set(at)],
    each((i, j) => [code.get(at), code.get(sum(i, j)), lane.store(16 * j)]),
  ]);
}

/** The exported function: parameters as in `AddOuterProducts`. */
function overTiles(): Code {
  const [a, rowStep, columnStep, b, rows, columns, c, k, n] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
  const [done, step] = [9, 10]; // columns of C, bytes from one of its rows to the next
  const numbers = (local: number): Code => [code.get(local), i32.constant(4), i32.multiply];
  const beside = (local: number): Code => [code.get(local), numbers(done), i32.add];
  return code.body({ parameters: 9, integers: 2 }, [
    [numbers(n), code.set(step)],
    HEIGHTS.map((height, i) =>
      code.whileAtLeast(code.get(k), height, [
        [i32.constant(0), code.set(done)],
        WIDTHS.map((width, j) =>
          code.whileAtLeast([code.get(n), code.get(done), i32.subtract], width, [
            [code.get(a), code.get(rowStep), code.get(columnStep), beside(b), code.get(step)],
            [code.get(rows), code.get(columns), beside(c), code.call(i * WIDTHS.length + j)],
            i32.increase(done, i32.constant(width)),
          ]),
        ),
        i32.increase(a, i32.constant(4 * height)),
        i32.increase(c, [code.get(step), i32.constant(height), i32.multiply]),
        i32.decrease(k, height),
      ]),
    ),
  ]);
}

const range = (length: number): readonly number[] => Array.from({ length }, (_, i) => i);
