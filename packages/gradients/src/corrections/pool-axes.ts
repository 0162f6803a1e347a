import { backend_util } from '@tensorflow/tfjs-core';
import type { WindowAxis } from './windows';

/** The attributes of all pooling kernels. */
export interface PoolAttributes {
  filterSize: number;
  strides: number;
  pad: 'valid' | 'same' | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Windows of a pool over [batch, height, width, channels]. */
export function poolAxes2d(shape: number[], attributes: PoolAttributes): WindowAxis[] {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const info = backend_util.computePool2DInfo(
    [batch, height, width, channels],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return [
    axis(height, info.filterHeight, info.strideHeight, info.padInfo.top, info.outHeight),
    axis(width, info.filterWidth, info.strideWidth, info.padInfo.left, info.outWidth),
  ];
}

/** Windows of a pool over [batch, depth, height, width, channels]. */
export function poolAxes3d(shape: number[], attributes: PoolAttributes): WindowAxis[] {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = shape;
  const info = backend_util.computePool3DInfo(
    [batch, depth, height, width, channels],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return [
    axis(depth, info.filterDepth, info.strideDepth, info.padInfo.front, info.outDepth),
    axis(height, info.filterHeight, info.strideHeight, info.padInfo.top, info.outHeight),
    axis(width, info.filterWidth, info.strideWidth, info.padInfo.left, info.outWidth),
  ];
}

function axis(size: number, filter: number, stride: number, before: number, out: number): WindowAxis {
  return { size, filter, dilation: 1, stride, before, out };
}
