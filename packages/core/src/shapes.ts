import { expandDims, reshape, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { ArgumentError } from './errors';

type Shape = readonly number[];

/** Number of elements of a tensor of this shape; 1 for []. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** A shape as messages show it: `[128, 784]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** True when two shapes have the same sizes in the same order; nothing is broadcast. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

/**
 * The shape that all of these broadcast to, by the rules of NumPy; [] for none.
 * @throws ArgumentError when two sizes differ and neither is 1.
 */
export function broadcastShapes(...shapes: readonly Shape[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.find((n) => n !== 1) ?? 1;
    if (sizes.some((n) => n !== 1 && n !== size)) {
      const list = shapes.map(formatShape).join(' and ');
      throw new ArgumentError('broadcastShapes', `shapes ${list} do not broadcast. Sizes must be equal or 1.`);
    }
    return size;
  });
}

/**
 * Checks that `shape` is a list of non-negative integers. `where` names the public function that asks.
 * @throws ArgumentError when it is not.
 */
export function checkShape(where: string, shape: Shape): void {
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0))
    throw new ArgumentError(where, `expected a shape, an array of integers ≥ 0, got ${JSON.stringify(shape)}.`);
}

/**
 * Sums the last `count` dimensions away: [...rest, ...count] gives [...rest]. Always a new tensor.
 * @throws ArgumentError unless `count` is an integer from 0 to the rank of x.
 */
export function sumRightmost(x: Tensor, count: number): Tensor {
  if (count === 0) return x.clone();
  return sum(x, lastAxes('sumRightmost', x, count));
}

/** Adds `count` dimensions of size 1 at the right end. Always a new tensor. */
export function expandRightmost(x: Tensor, count: number): Tensor {
  if (count === 1) return expandDims(x, -1);
  return reshape(x, [...x.shape, ...Array.from({ length: count }, () => 1)]);
}

/**
 * Joins the last `count` dimensions into one: [...rest, a, b] gives [...rest, a·b]; `count` 0 adds one of size 1.
 * @throws ArgumentError unless `count` is an integer from 0 to the rank of x.
 */
export function flattenRightmost(x: Tensor, count: number): Tensor {
  const axes = lastAxes('flattenRightmost', x, count);
  return tidy(() => reshape(x, [...x.shape.slice(0, x.rank - count), sizeOf(axes.map((a) => x.shape[a] as number))]));
}

function lastAxes(where: string, x: Tensor, count: number): number[] {
  if (!Number.isInteger(count) || count < 0 || count > x.rank)
    throw new ArgumentError(
      where,
      `expected a count of dimensions in [0, ${x.rank}] for shape ${formatShape(x.shape)}, got ${count}.`,
    );
  return Array.from({ length: count }, (_, i) => x.rank - count + i);
}
