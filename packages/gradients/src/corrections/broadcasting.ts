import {
  broadcast_util,
  cast,
  type GradConfig,
  greater,
  greaterEqual,
  less,
  lessEqual,
  Maximum,
  Minimum,
  mul,
  reshape,
  SquaredDifference,
  sub,
  sum,
  type Tensor,
  Tile,
} from '@tensorflow/tfjs-core';
import { defineGradient } from './define';

/** Sums a gradient over the axes along which an input of this shape was broadcast. */
export function sumTo(gradient: Tensor, shape: number[]): Tensor {
  const axes = broadcast_util.getReductionAxes(shape, gradient.shape);
  return reshape(axes.length > 0 ? sum(gradient, axes) : gradient, shape);
}

/** Of equal arguments the first takes the gradient, as in tfjs. */
const ofExtremum = (kernel: string, first: typeof less, second: typeof less): GradConfig =>
  defineGradient(kernel, ['a', 'b'], (dy, { a, b }) => ({
    a: () => sumTo(mul(dy, cast(first(a, b), 'float32')), a.shape),
    b: () => sumTo(mul(dy, cast(second(a, b), 'float32')), b.shape),
  }));

/** tfjs forgets to sum over the broadcast axes here, and fails. Its gradient of Tile adds one slice per copy, up to rank 4. */
export const broadcasting: readonly GradConfig[] = [
  ofExtremum(Maximum, greaterEqual, less),
  ofExtremum(Minimum, lessEqual, greater),
  defineGradient(SquaredDifference, ['a', 'b'], (dy, { a, b }) => ({
    a: () => sumTo(mul(dy, mul(sub(a, b), 2)), a.shape),
    b: () => sumTo(mul(dy, mul(sub(b, a), 2)), b.shape),
  })),
  defineGradient(Tile, ['x'], (dy, _, { reps }: { reps: number[] }) => ({
    x: () => reps.reduce((tiled, copies, axis) => (copies === 1 ? tiled : sumCopies(tiled, copies, axis)), dy),
  })),
];

/** Sums the copies, one after the other along `axis`, of which x is made. */
function sumCopies(x: Tensor, copies: number, axis: number): Tensor {
  const before = x.shape.slice(0, axis);
  const outer = before.reduce((a, b) => a * b, 1);
  const size = (x.shape[axis] ?? 0) / copies;
  return reshape(sum(reshape(x, [outer, copies, x.size / (outer * copies)]), 1), [
    ...before,
    size,
    ...x.shape.slice(axis + 1),
  ]);
}
