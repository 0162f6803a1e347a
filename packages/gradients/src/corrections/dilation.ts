import {
  add,
  backend_util,
  customGrad,
  Dilation2DBackpropFilter,
  Dilation2DBackpropInput,
  type GradConfig,
  reshape,
  slice,
  type Tensor,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { runKernel } from '../kernel';
import { defineGradient } from './define';
import { selectMaximum, type WindowAxis, windowCells } from './select-maximum';

interface DilationAttributes {
  strides: number;
  pad: 'valid' | 'same';
  dilations: number;
}

/**
 * A morphological dilation is a maximum over the window of x + filter. Its two backprop kernels send dy to the cell, or to
 * the filter's element, that had the maximum; their transposes read from there.
 */
const ofBackprop = (
  backprop: string,
  cellsOf: (gradient: Tensor, axes: readonly WindowAxis[], like: Tensor) => Tensor[],
): GradConfig =>
  defineGradient(backprop, ['x', 'filter', 'dy'], (gradient, { x, filter, dy }, attributes: DilationAttributes) => ({
    dy: () =>
      customGrad((of) => {
        const axes = axesOf(x.shape, filter.shape, attributes);
        const scores = windowCells(x, axes, Number.NEGATIVE_INFINITY).map((cells, k) => add(cells, element(filter, k)));
        return {
          value: selectMaximum(scores, cellsOf(of as Tensor, axes, dy)),
          gradFunc: (dy: Tensor) => runKernel(backprop, { x, filter, dy }, attributes),
        };
      })(gradient),
    x: () => zerosLike(x),
    filter: () => zerosLike(filter),
  }));

function axesOf(shape: number[], filter: number[], { strides, pad, dilations }: DilationAttributes): WindowAxis[] {
  const info = backend_util.computeDilation2DInfo(
    shape as [number, number, number, number],
    filter as [number, number, number],
    strides,
    pad,
    'NHWC',
    dilations,
  );
  const { padInfo } = info;
  return [
    { filter: info.filterHeight, dilation: info.dilationHeight, stride: info.strideHeight, before: padInfo.top, out: info.outHeight },
    { filter: info.filterWidth, dilation: info.dilationWidth, stride: info.strideWidth, before: padInfo.left, out: info.outWidth },
  ];
}

/** The k-th element, in row-major order, of a filter [height, width, channels]: [1, 1, 1, channels]. */
function element(filter: Tensor, k: number): Tensor {
  const [, width = 1, channels = 1] = filter.shape;
  return reshape(slice(filter, [Math.floor(k / width), k % width, 0], [1, 1, channels]), [1, 1, 1, channels]);
}

export const dilation: readonly GradConfig[] = [
  ofBackprop(Dilation2DBackpropInput, (gradient, axes) => windowCells(gradient, axes, 0)),
  ofBackprop(Dilation2DBackpropFilter, (gradient, axes, like) =>
    Array.from({ length: axes.reduce((count, { filter }) => count * filter, 1) }, (_, k) =>
      add(zeros(like.shape), element(gradient, k)),
    ),
  ),
];
