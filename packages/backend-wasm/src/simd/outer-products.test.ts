import { describe, expect, test } from 'vitest';
import { outerProducts, scalarOuterProducts } from './outer-products';

// Whole numbers, whose sums are exact in any order.
const whole = (i: number): number => ((i * 7919) % 19) - 9;

describe.each([
  ['simd', outerProducts, {}],
  ['simd in shared memory', outerProducts, { shared: true, maximum: 100 }],
  ['scalar', scalarOuterProducts, {}],
] as const)('%s', (_, make, kind) => {
  test.each([
    [1, 1, 1, 1],
    [1, 5, 4, 8],
    [3, 2, 5, 13],
    [2, 7, 9, 32],
    [4, 3, 6, 7],
  ])('%i × %i products of %i by %i numbers', (rows, columns, k, n) => {
    const memory = new WebAssembly.Memory({ initial: 4, ...kind });
    const add = make(memory);
    const values = new Float32Array(memory.buffer).map((__, i) => whole(i));
    new Float32Array(memory.buffer).set(values);
    // Neighbouring columns of a overlap, as windows do.
    const [a, rowStep, columnStep, b, c] = [100, columns * 2 + k + 3, 2, 3000, 9000];
    add?.(4 * a, 4 * rowStep, 4 * columnStep, 4 * b, rows, columns, 4 * c, k, n);
    const expected = values.slice();
    for (let at = 0; at < k * n; at++) {
      const [i, j] = [Math.floor(at / n), at % n];
      for (let y = 0; y < rows; y++)
        for (let x = 0; x < columns; x++)
          expected[c + at] =
            (expected[c + at] as number) +
            (values[a + y * rowStep + x * columnStep + i] as number) *
              (values[b + (y * columns + x) * n + j] as number);
    }
    expect(new Float32Array(memory.buffer)).toEqual(expected);
  });
});
