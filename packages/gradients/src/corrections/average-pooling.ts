import {
  AvgPool,
  AvgPool3D,
  AvgPool3DGrad,
  AvgPoolGrad,
  type GradConfig,
  mul,
  pad,
  slice,
  type Tensor,
  tensor,
  zeros,
} from '@tensorflow/tfjs-core';
import { runKernel } from '../kernel';
import { defineGradient } from './define';
import { type Linear, linear } from './linear';
import { type PoolAttributes, poolAxes2d, poolAxes3d } from './pool-axes';
import { cellsAfter, type WindowAxis } from './windows';

/**
 * An average pool divides by the number of cells of the window that lie inside the image, the backprop kernels (but that of tfjs-node) always by the
 * whole window: with padding, their gradients are wrong at the border. Without padding all agree. So a padded pool is
 * taken as an unpadded one of a larger image, with dy rescaled where windows cross the border.
 */
function backprop(kernel: string, x: Tensor, axes: readonly WindowAxis[], attributes: PoolAttributes): Linear {
  if (axes.every((axis) => axis.before === 0 && cellsAfter(axis) === 0)) {
    return (dy) => runKernel(kernel, { dy, input: x }, attributes);
  }
  const shape = x.shape.map((size, i) => {
    const axis = axes[i - 1];
    return axis ? axis.before + size + cellsAfter(axis) : size;
  });
  // tfjs leaves out the first cells, as if there were fewer than none before them, where the stride is larger than the window.
  const leftOut = x.shape.map((_, i): [number, number] => [Math.max(-(axes[i - 1]?.before ?? 0), 0), 0]);
  const begin = x.shape.map((_, i) => Math.max(axes[i - 1]?.before ?? 0, 0));
  const inside = x.shape.map((size, i) => size - (leftOut[i]?.[0] ?? 0));
  return (dy) => {
    const rescaled = axes.reduce((scaled, axis, i) => mul(scaled, windowOverInside(axis, i + 1, dy.rank)), dy);
    const larger = runKernel(kernel, { dy: rescaled, input: zeros(shape) }, { ...attributes, pad: 'valid' });
    return pad(slice(larger, begin, inside), leftOut);
  };
}

/** Along one axis, size of the window ∕ number of its positions inside the image: [1, …, out, …, 1]. */
function windowOverInside({ size, filter, stride, before, out }: WindowAxis, axis: number, rank: number): Tensor {
  const ratios = Array.from({ length: out }, (_, window) => {
    const start = window * stride - before;
    return filter / (Math.min(start + filter, size) - Math.max(start, 0));
  });
  const shape = Array.from({ length: rank }, (_, i) => (i === axis ? out : 1));
  return tensor(ratios, shape);
}

const ofPool = (
  pool: string,
  kernel: string,
  axesOf: (shape: number[], attributes: PoolAttributes) => WindowAxis[],
): GradConfig =>
  defineGradient(pool, ['x'], (dy, { x }, attributes: PoolAttributes) => ({
    x: () =>
      linear(
        backprop(kernel, x, axesOf(x.shape, attributes), attributes),
        (ddx) => runKernel(pool, { x: ddx }, attributes),
        dy,
      ),
  }));

export const averagePooling: readonly GradConfig[] = [
  ofPool(AvgPool, AvgPoolGrad, poolAxes2d),
  ofPool(AvgPool3D, AvgPool3DGrad, poolAxes3d),
];
