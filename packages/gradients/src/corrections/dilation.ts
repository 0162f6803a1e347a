import {
  add,
  backend_util,
  Dilation2D,
  Dilation2DBackpropFilter,
  Dilation2DBackpropInput,
  type GradConfig,
  reshape,
  slice,
  type Tensor,
  zeros,
} from '@tensorflow/tfjs-core';
import { runKernel } from '../kernel';
import { defineGradient } from './define';
import { linear } from './linear';
import { valueAtMaximum, type WindowAxis, windowCells } from './windows';

interface Attributes {
  strides: number;
  pad: 'valid' | 'same';
  dilations: number;
}

/**
 * A morphological dilation is the maximum of x + filter over a window. Its two backprop kernels, which have no gradient, send dy to the cell
 * and to the filter's element that had the maximum; their transposes read from there.
 */
export const dilation: readonly GradConfig[] = [
  defineGradient(Dilation2D, ['x', 'filter'], (dy, { x, filter }, attributes: Attributes) => {
    const axes = axesOf(x.shape, filter.shape, attributes);
    const elements = axes.reduce((count, axis) => count * axis.filter, 1);
    const atMaxima = (values: Tensor[]): Tensor => {
      const cells = windowCells(x, axes, Number.NEGATIVE_INFINITY);
      return valueAtMaximum(
        cells.map((cell, k) => add(cell, element(filter, k))),
        values,
        'first',
      );
    };
    const send =
      (backprop: string, read: (d: Tensor) => Tensor) =>
      (d: Tensor): Tensor =>
        linear((dy) => runKernel(backprop, { x, filter, dy }, attributes), read, d, [x, filter]);

    const sendToCells = send(Dilation2DBackpropInput, (d) =>
      linear((cells) => atMaxima(windowCells(cells, axes, 0)), sendToCells, d, [x, filter]),
    );
    const repeated = (of: Tensor, k: number): Tensor => add(zeros(dy.shape), element(of, k));
    const sendToFilter = send(Dilation2DBackpropFilter, (d) =>
      linear((of) => atMaxima(Array.from({ length: elements }, (_, k) => repeated(of, k))), sendToFilter, d, [
        x,
        filter,
      ]),
    );
    return { x: () => sendToCells(dy), filter: () => sendToFilter(dy) };
  }),
];

function axesOf(shape: number[], filter: number[], { strides, pad, dilations }: Attributes): WindowAxis[] {
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const [filterHeight = 1, filterWidth = 1] = filter;
  const info = backend_util.computeDilation2DInfo(
    [batch, height, width, channels],
    [filterHeight, filterWidth, channels],
    strides,
    pad,
    'NHWC',
    dilations,
  );
  return [
    {
      size: height,
      filter: filterHeight,
      dilation: info.dilationHeight,
      stride: info.strideHeight,
      before: info.padInfo.top,
      out: info.outHeight,
    },
    {
      size: width,
      filter: filterWidth,
      dilation: info.dilationWidth,
      stride: info.strideWidth,
      before: info.padInfo.left,
      out: info.outWidth,
    },
  ];
}

/** The k-th element, in row-major order, of a filter [height, width, channels]: [1, 1, 1, channels]. */
function element(filter: Tensor, k: number): Tensor {
  const [, width = 1, channels = 1] = filter.shape;
  return reshape(slice(filter, [Math.floor(k / width), k % width, 0], [1, 1, channels]), [1, 1, 1, channels]);
}
