import { GRID } from './cases.mjs';

/** Values [a, b, c, …] in another order of dimensions. */
function transpose(values, shape, order) {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const result = new Float32Array(values.length);
  const to = order.map((axis) => shape[axis]);
  const index = to.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    result[i] = values[index.reduce((at, k, axis) => at + k * strides[order[axis]], 0)];
    for (let axis = to.length - 1; axis >= 0 && ++index[axis] === to[axis]; axis--) index[axis] = 0;
  }
  return { shape: to, values: result };
}

/** A tensor of cases.mjs for images [channels, height, width]: kernels [out, in, h, w], of `up` [in, out, h, w]. */
export function channelsFirst({ role, shape, grid, values }) {
  if (role === 'conv' || role === 'up') return transpose(values, shape, [3, 2, 0, 1]);
  if (!grid) return { shape, values };
  const [rows, columns] = role === 'bias' ? [1, shape[0]] : shape;
  const blocked = grid === 'in' ? [GRID, rows / GRID, columns] : [rows, GRID, columns / GRID];
  return { shape, values: transpose(values, blocked, grid === 'in' ? [1, 0, 2] : [0, 2, 1]).values };
}
