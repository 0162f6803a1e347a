import type { Emitter, NodeAttributes } from '../../onnx/emitter';
import { after, type WindowAxis } from './axes';

/** [batch, ...spatial, channels] → [batch, channels, ...spatial]. */
export function channelsFirst(emit: Emitter, name: string, axes: readonly WindowAxis[]): string {
  return emit.node('Transpose', [name], { perm: [0, axes.length + 1, ...axes.map((_, i) => i + 1)] });
}

/** [batch, channels, ...spatial] → [batch, ...spatial, channels]. */
export function channelsLast(emit: Emitter, name: string, axes: readonly WindowAxis[]): string {
  return emit.node('Transpose', [name], { perm: [0, ...axes.map((_, i) => i + 2), 1] });
}

/** Cuts off, of the spatial axes that follow the first two, the cells that no window reaches. */
export function crop(emit: Emitter, name: string, axes: readonly WindowAxis[]): string {
  if (axes.every((axis) => axis.before >= 0 && after(axis) >= 0)) return name;
  const begin = axes.map(({ before }) => Math.max(0, -before));
  const end = axes.map((axis) => axis.size + Math.min(0, after(axis)));
  return emit.node('Slice', [name, emit.int64(begin), emit.int64(end), emit.int64(axes.map((_, i) => i + 2))]);
}

/** Puts zeros where `crop` cut. */
export function uncrop(emit: Emitter, name: string, axes: readonly WindowAxis[]): string {
  if (axes.every((axis) => axis.before >= 0 && after(axis) >= 0)) return name;
  const begin = axes.map(({ before }) => Math.max(0, -before));
  const end = axes.map((axis) => Math.max(0, -after(axis)));
  return emit.node('Pad', [name, emit.int64([0, 0, ...begin, 0, 0, ...end])]);
}

/** `pads` of ONNX for what `crop` left. */
export const padsOf = (axes: readonly WindowAxis[]): number[] => [
  ...axes.map(({ before }) => Math.max(0, before)),
  ...axes.map((axis) => Math.max(0, after(axis))),
];

/** Attributes of ONNX's Conv and ConvTranspose for what `crop` left. */
export const windowOf = (axes: readonly WindowAxis[]): NodeAttributes => ({
  kernel_shape: axes.map(({ filter }) => filter),
  strides: axes.map(({ stride }) => stride),
  dilations: axes.map(({ dilation }) => dilation),
  pads: padsOf(axes),
});
