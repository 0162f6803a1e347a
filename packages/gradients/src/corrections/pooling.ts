import {
  AvgPool,
  AvgPool3D,
  AvgPool3DGrad,
  AvgPoolGrad,
  backend_util,
  customGrad,
  type GradConfig,
  MaxPool3DGrad,
  MaxPoolGrad,
  type Tensor,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { runKernel } from '../kernel';
import { defineGradient } from './define';
import { selectMaximum, type WindowAxis, windowCells } from './select-maximum';

interface PoolAttributes {
  filterSize: number;
  strides: number;
  pad: 'valid' | 'same' | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** An average pool is linear: the transpose of its backprop kernel is the pool itself. */
const ofAveragePoolBackprop = (backprop: string, pool: string): GradConfig =>
  defineGradient(backprop, ['dy', 'input'], (ddx, { input }, attributes) => ({
    dy: () => runKernel(pool, { x: ddx }, attributes),
    input: () => zerosLike(input), // only its shape is used
  }));

/**
 * The backprop kernel of a maximum pool sends dy to where each window has its maximum; its transpose reads from there. Where the
 * maxima are does not change under small steps, so that the other derivatives are zero.
 */
const ofMaximumPoolBackprop = (
  backprop: string,
  axesOf: (shape: number[], attributes: PoolAttributes) => WindowAxis[],
): GradConfig =>
  defineGradient(backprop, ['dy', 'input', 'output'], (ddx, { input, output }, attributes: PoolAttributes) => ({
    dy: () => {
      const axes = axesOf(input.shape, attributes);
      return customGrad((cells) => ({
        value: selectMaximum(
          windowCells(input, axes, Number.NEGATIVE_INFINITY),
          windowCells(cells as Tensor, axes, 0),
        ),
        gradFunc: (dy: Tensor) => runKernel(backprop, { dy, input, output }, attributes),
      }))(ddx);
    },
    input: () => zerosLike(input),
    output: () => zerosLike(output),
  }));

function axes2d(shape: number[], { filterSize, strides, pad, dimRoundingMode }: PoolAttributes): WindowAxis[] {
  const info = backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return [
    { filter: info.filterHeight, dilation: 1, stride: info.strideHeight, before: info.padInfo.top, out: info.outHeight },
    { filter: info.filterWidth, dilation: 1, stride: info.strideWidth, before: info.padInfo.left, out: info.outWidth },
  ];
}

function axes3d(shape: number[], { filterSize, strides, pad, dimRoundingMode }: PoolAttributes): WindowAxis[] {
  const info = backend_util.computePool3DInfo(
    shape as [number, number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return [
    { filter: info.filterDepth, dilation: 1, stride: info.strideDepth, before: info.padInfo.front, out: info.outDepth },
    { filter: info.filterHeight, dilation: 1, stride: info.strideHeight, before: info.padInfo.top, out: info.outHeight },
    { filter: info.filterWidth, dilation: 1, stride: info.strideWidth, before: info.padInfo.left, out: info.outWidth },
  ];
}

export const pooling: readonly GradConfig[] = [
  ofAveragePoolBackprop(AvgPoolGrad, AvgPool),
  ofAveragePoolBackprop(AvgPool3DGrad, AvgPool3D),
  ofMaximumPoolBackprop(MaxPoolGrad, axes2d),
  ofMaximumPoolBackprop(MaxPool3DGrad, axes3d),
];
