import { greater, maximum, pad, stridedSlice, type Tensor, where } from '@tensorflow/tfjs-core';

/** How a window moves along one spatial axis. */
export interface WindowAxis {
  /** Positions within the window, and their distance. */
  filter: number;
  dilation: number;
  stride: number;
  /** Cells added before the first. */
  before: number;
  /** Number of windows. */
  out: number;
}

/**
 * For every offset within the window, the cells [batch, ...out, channels] of x [batch, ...spatial, channels] that lie there; cells beyond
 * the border hold `outside`. Not differentiable: call it under `customGrad`.
 */
export function windowCells(x: Tensor, axes: readonly WindowAxis[], outside: number): Tensor[] {
  const reach = axes.map(({ filter, dilation, stride, out }) => (out - 1) * stride + (filter - 1) * dilation + 1);
  const inner = axes.map(({ before }, i): [number, number] => {
    const after = (reach[i] ?? 0) - before - (x.shape[i + 1] ?? 0);
    return [before, Math.max(0, after)];
  });
  const padded = pad(x, [[0, 0], ...inner, [0, 0]], outside);
  const strides = [1, ...axes.map(({ stride }) => stride), 1];
  return offsetsOf(axes).map((offset) => {
    const begin = [0, ...offset, 0];
    const end = axes.map(({ stride, out }, i) => (offset[i] ?? 0) + (out - 1) * stride + 1);
    return stridedSlice(padded, begin, [x.shape[0] ?? 0, ...end, x.shape[x.rank - 1] ?? 0], strides);
  });
}

/** All offsets within the window, in row-major order. */
function offsetsOf(axes: readonly WindowAxis[]): number[][] {
  return axes.reduce<number[][]>(
    (offsets, { filter, dilation }) =>
      offsets.flatMap((offset) => Array.from({ length: filter }, (_, k) => [...offset, k * dilation])),
    [[]],
  );
}

/** Elementwise, the value that belongs to the highest score; of equal scores the first, as the backprop kernels choose. */
export function selectMaximum(scores: readonly Tensor[], values: readonly Tensor[]): Tensor {
  const [firstScore, ...otherScores] = scores;
  const [firstValue, ...otherValues] = values;
  if (!firstScore || !firstValue) throw new RangeError('selectMaximum: expected at least one score and value, got none.');
  let best = firstScore;
  let selected = firstValue;
  otherScores.forEach((score, k) => {
    selected = where(greater(score, best), otherValues[k] ?? firstValue, selected);
    best = maximum(best, score);
  });
  return selected;
}
