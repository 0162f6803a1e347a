import type { Axis } from './axis';

/**
 * The inputs first, first + step, … of an axis, `count` of them, which the same taps of the filter reach: firstTap, firstTap + tapStep, …,
 * `axis.filter` of them. Their gradient is a convolution of the gradient of the output, along `axis`, with
 * these taps in reverse order.
 */
export interface Phase {
  readonly first: number;
  readonly step: number;
  readonly count: number;
  readonly firstTap: number;
  readonly tapStep: number;
  readonly axis: Axis;
}

/*
 * Input i gets something from output o by tap k where stride · o = i + before − dilation · k. So k is one of the solutions of
 * dilation · k ≡ i + before (mod stride), which are firstTap + tapStep · t with tapStep = stride / gcd; and from one to the
 * next, o falls by dilation / gcd.
 */
export function phasesOf({ size, filter, stride, dilation, before, out }: Axis): readonly Phase[] {
  const divisor = greatestCommonDivisor(stride, dilation);
  const tapStep = stride / divisor;
  return Array.from({ length: stride }, (_, first) => {
    const solutions = Array.from({ length: tapStep }, (_, k) => k);
    const firstTap = solutions.find((k) => (first + before - dilation * k) % stride === 0) ?? filter;
    const taps = Math.max(Math.ceil((filter - firstTap) / tapStep), 0);
    const count = Math.max(Math.ceil((size - first) / stride), 0);
    const back = dilation / divisor;
    const newest = (first + before - dilation * firstTap) / stride; // the output that firstTap takes to the first input
    const axis = { size: out, filter: taps, stride: 1, dilation: back, before: back * (taps - 1) - newest, out: count };
    return { first, step: stride, count, firstTap, tapStep, axis };
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
