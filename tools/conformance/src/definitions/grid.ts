import type { Numbers } from '../arrays';

/** A tensor as a function of its indices. */
export interface Grid {
  readonly shape: readonly number[];
  readonly at: (index: readonly number[]) => number;
}

export function gridOf({ shape, data }: Numbers): Grid {
  return { shape, at: (index) => data[offset(shape, index)] as number };
}

function offset(shape: readonly number[], index: readonly number[]): number {
  return shape.reduce((sum, d, k) => sum * d + (index[k] as number), 0);
}

/** All indices of a shape, in row-major order. */
export function indicesOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (found, d) => found.flatMap((index) => Array.from({ length: d }, (_, i) => [...index, i])),
    [[]],
  );
}

/** A tensor from its definition. */
export function fill(shape: readonly number[], at: (index: readonly number[]) => number): Grid {
  const data = indicesOf(shape).map(at);
  return { shape, at: (index) => data[offset(shape, index)] as number };
}

/** The tensor as if it had a shape that it broadcasts to: counted from the right, dimensions of 1 are repeated. */
export function broadcast({ shape, at }: Grid, to: readonly number[]): Grid {
  const own = (index: readonly number[]): number[] =>
    index.slice(to.length - shape.length).map((i, k) => (shape[k] === 1 ? 0 : i));
  return { shape: to, at: (index) => at(own(index)) };
}

export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, k) => {
    const [i, j] = [a[a.length - rank + k] ?? 1, b[b.length - rank + k] ?? 1];
    return i === 1 ? j : i;
  });
}
