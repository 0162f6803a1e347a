import type { Axis } from './axis';

/**
 * The inputs first, first + step, … of an axis, `axis.out` of them, which the same taps of the filter reach: firstTap,
 * firstTap + step, …, `axis.filter` of them. Their gradient is a convolution of the gradient of the output, along
 * `axis`, with these taps in reverse order.
 */
export interface Phase {
  readonly first: number;
  readonly step: number;
  readonly firstTap: number;
  readonly axis: Axis;
}

/*
 * Input i gets something from output o by tap k where stride · o = i + before − dilation · k. tfjs allows a stride or a
 * dilation, not both, so all taps that reach an input are `stride` apart, and from one to the next o falls by
 * `dilation`.
 */
export function phasesOf({ size, filter, stride, dilation, before, out }: Axis): readonly Phase[] {
  return Array.from({ length: stride }, (_, first) => {
    const firstTap = (first + before) % stride;
    const taps = Math.max(Math.ceil((filter - firstTap) / stride), 0);
    const newest = (first + before - dilation * firstTap) / stride; // the output that firstTap takes to the first input
    const count = Math.max(Math.ceil((size - first) / stride), 0);
    const axis = { size: out, filter: taps, stride: 1, dilation, before: dilation * (taps - 1) - newest, out: count };
    return { first, step: stride, firstTap, axis };
  });
}
