import type { Emitter } from '../../onnx/emitter';
import { after, type WindowAxis } from './axes';

/**
 * For every position within the window, in row-major order, the cells [batch, ...out, channels] of x [batch, ...spatial, channels]
 * that lie there; beyond the border lies `outside`.
 */
export function windowCells(emit: Emitter, x: string, axes: readonly WindowAxis[], outside: number): string[] {
  const before = axes.map((axis) => Math.max(0, axis.before));
  const behind = axes.map((axis) => Math.max(0, after(axis)));
  const isPadded = [...before, ...behind].some((count) => count > 0);
  const padded = isPadded
    ? emit.node('Pad', [x, emit.int64([0, ...before, 0, 0, ...behind, 0]), emit.scalar(outside)])
    : x;
  const spatial = emit.int64(axes.map((_, i) => i + 1));
  const steps = emit.int64(axes.map(({ stride }) => stride));
  return offsets(axes).map((offset) => {
    const begin = axes.map((axis, i) => Math.max(0, -axis.before) + (offset[i] ?? 0));
    const end = axes.map(({ out, stride }, i) => (begin[i] ?? 0) + (out - 1) * stride + 1);
    return emit.node('Slice', [padded, emit.int64(begin), emit.int64(end), spatial, steps]);
  });
}

function offsets(axes: readonly WindowAxis[]): number[][] {
  return axes.reduce<number[][]>(
    (all, { filter, dilation }) =>
      all.flatMap((offset) => Array.from({ length: filter }, (_, k) => [...offset, k * dilation])),
    [[]],
  );
}

/** The transpose of `windowCells`: the sum, of shape [batch, ...spatial, channels], of parts [batch, ...out, channels] put back. */
export function foldCells(
  emit: Emitter,
  parts: readonly string[],
  axes: readonly WindowAxis[],
  [batch = 1, ...others]: readonly number[],
): string {
  const channels = others[axes.length] ?? 1;
  const lengths = axes.map((axis) => axis.stride * (axis.out + blocks(axis) - 1));
  const flat = foldAxes(emit, parts, axes, batch, channels);
  const whole = emit.node('Reshape', [flat, emit.int64([batch, ...lengths, channels])]);
  const begin = axes.map(({ before }) => Math.max(0, before));
  const end = axes.map(({ before, size }, i) => Math.min(lengths[i] ?? 0, before + size));
  const sliced = begin.some((from, i) => from > 0 || end[i] !== lengths[i])
    ? emit.node('Slice', [whole, emit.int64(begin), emit.int64(end), emit.int64(axes.map((_, i) => i + 1))])
    : whole;
  const missing = axes.map(({ before }) => Math.max(0, -before));
  const missingBehind = axes.map(({ before, size }, i) => Math.max(0, before + size - (lengths[i] ?? 0)));
  return [...missing, ...missingBehind].some((count) => count > 0)
    ? emit.node('Pad', [sliced, emit.int64([0, ...missing, 0, 0, ...missingBehind, 0])])
    : sliced;
}

/** Numbers of strides that a window covers. */
const blocks = ({ filter, dilation, stride }: WindowAxis): number => Math.floor(((filter - 1) * dilation) / stride) + 1;

function foldAxes(
  emit: Emitter,
  parts: readonly string[],
  [axis, ...rest]: readonly WindowAxis[],
  outer: number,
  channels: number,
): string {
  if (!axis) return parts[0] as string;
  const count = parts.length / axis.filter;
  const rows = Array.from({ length: axis.filter }, (_, k) =>
    foldAxes(emit, parts.slice(k * count, (k + 1) * count), rest, outer * axis.out, channels),
  );
  const inner = rest.reduce((product, other) => product * other.stride * (other.out + blocks(other) - 1), channels);
  return foldAxis(emit, rows, axis, outer, inner);
}

/**
 * Puts parts [outer, out, inner], one per position within the window, side by side: strides interleave, and windows that
 * overlap add up. The result is [outer, stride · (out + blocks − 1), inner].
 */
function foldAxis(emit: Emitter, parts: readonly string[], axis: WindowAxis, outer: number, inner: number): string {
  const { out, stride, dilation } = axis;
  const single = emit.int64([outer, out, 1, inner]);
  const nothing = (): string => emit.node('Expand', [emit.scalar(0), single]);
  const count = blocks(axis);
  const shifted = Array.from({ length: count }, (_, block) => {
    const phases = Array.from({ length: stride }, (_, phase) => {
      const position = (block * stride + phase) / dilation;
      const part = Number.isInteger(position) ? parts[position] : undefined;
      return part === undefined ? undefined : emit.node('Reshape', [part, single]);
    });
    if (phases.every((phase) => phase === undefined)) return [];
    const together =
      stride === 1
        ? (phases[0] as string)
        : emit.node(
            'Concat',
            phases.map((phase) => phase ?? nothing()),
            { axis: 2 },
          );
    const line = emit.node('Reshape', [together, emit.int64([outer, out * stride, inner])]);
    if (count === 1) return [line];
    return [emit.node('Pad', [line, emit.int64([0, block * stride, 0, 0, (count - 1 - block) * stride, 0])])];
  }).flat();
  return shifted.length === 1 ? (shifted[0] as string) : emit.node('Sum', shifted);
}
