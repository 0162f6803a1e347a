import { add, type GradConfig, MirrorPad, pad, reverse, slice, type Tensor } from '@tensorflow/tfjs-core';
import { defineGradient } from './define';

interface Attributes {
  paddings: [number, number][];
  mode: 'reflect' | 'symmetric';
}

/** tfjs cuts the border off the gradient; it belongs to the cells that the border mirrors. Axes are folded back one by one. */
export const mirrorPad: readonly GradConfig[] = [
  defineGradient(MirrorPad, ['x'], (dy, _, { paddings, mode }: Attributes) => ({
    x: () =>
      paddings.reduce(
        (folded, [before, after], axis) => fold(folded, axis, before, after, mode === 'reflect' ? 1 : 0),
        dy,
      ),
  })),
];

/** `skip`: whether the outermost cell itself is not repeated. */
function fold(x: Tensor, axis: number, before: number, after: number, skip: 0 | 1): Tensor {
  const length = x.shape[axis] ?? 0;
  const size = length - before - after;
  const part = (begin: number, count: number): Tensor =>
    slice(
      x,
      x.shape.map((_, i) => (i === axis ? begin : 0)),
      x.shape.map((n, i) => (i === axis ? count : n)),
    );
  const at = (border: Tensor, begin: number): Tensor => {
    const end = size - begin - (border.shape[axis] ?? 0);
    return pad(
      reverse(border, axis),
      x.shape.map((_, i): [number, number] => (i === axis ? [begin, end] : [0, 0])),
    );
  };
  let folded = part(before, size);
  if (before > 0) folded = add(folded, at(part(0, before), skip));
  if (after > 0) folded = add(folded, at(part(length - after, after), size - after - skip));
  return folded;
}
