import { greater, greaterEqual, maximum, pad, stridedSlice, type Tensor, where } from '@tensorflow/tfjs-core';

/** How a window moves along one spatial axis. */
export interface WindowAxis {
  /** Number of cells along the axis. */
  size: number;
  /** Positions within the window, and their distance. */
  filter: number;
  dilation: number;
  stride: number;
  /** Cells added before the first. */
  before: number;
  /** Number of windows. */
  out: number;
}

/** Cells that must be added behind the last, for the last window to fit. */
export function cellsAfter({ size, filter, dilation, stride, before, out }: WindowAxis): number {
  return Math.max(0, (out - 1) * stride + (filter - 1) * dilation + 1 - before - size);
}

/**
 * For every offset within the window, in row-major order, the cells [batch, ...out, channels] of x [batch, ...spatial, channels] that lie
 * there; beyond the border lies `outside`. Uses ops without a gradient.
 */
export function windowCells(x: Tensor, axes: readonly WindowAxis[], outside: number): Tensor[] {
  const border = axes.map((axis): [number, number] => [axis.before, cellsAfter(axis)]);
  const padded = pad(x, [[0, 0], ...border, [0, 0]], outside);
  const strides = [1, ...axes.map(({ stride }) => stride), 1];
  return offsets(axes).map((offset) => {
    const end = axes.map(({ stride, out }, i) => (offset[i] ?? 0) + (out - 1) * stride + 1);
    return stridedSlice(padded, [0, ...offset, 0], [x.shape[0] ?? 0, ...end, x.shape[x.rank - 1] ?? 0], strides);
  });
}

function offsets(axes: readonly WindowAxis[]): number[][] {
  return axes.reduce<number[][]>(
    (all, { filter, dilation }) =>
      all.flatMap((offset) => Array.from({ length: filter }, (_, k) => [...offset, k * dilation])),
    [[]],
  );
}

/** Elementwise, the value that belongs to the highest score; of equal scores the first or the last. */
export function valueAtMaximum(scores: readonly Tensor[], values: readonly Tensor[], ties: 'first' | 'last'): Tensor {
  const beats = ties === 'first' ? greater : greaterEqual;
  let best = scores[0] as Tensor;
  let value = values[0] as Tensor;
  scores.slice(1).forEach((score, k) => {
    value = where(beats(score, best), values[k + 1] as Tensor, value);
    best = maximum(best, score);
  });
  return value;
}
