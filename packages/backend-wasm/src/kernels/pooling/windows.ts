import { backend_util, type TensorInfo, type TypedArray } from '@tensorflow/tfjs-core';
import type { KernelArguments } from '../../backend';
import type { Axis, Shape4d } from '../convolution/axis';

/** Windows over x [batch, depth, height, width, channels]; those over images have one cell of depth. */
export interface Windows {
  readonly batch: number;
  readonly channels: number;
  readonly axes: readonly [depth: Axis, height: Axis, width: Axis];
  readonly outShape: readonly number[];
}

type Attributes2d = Readonly<{
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: 'valid' | 'same' | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}>;
type Attributes3d = Readonly<{
  filterSize: number | [number, number, number];
  strides: number | [number, number, number];
  pad: 'valid' | 'same' | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}>;

export function windows2d(x: TensorInfo, attrs: KernelArguments['attrs']): Windows {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Attributes2d;
  const info = backend_util.computePool2DInfo(x.shape as Shape4d, filterSize, strides, 1, pad, dimRoundingMode);
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    axes: [
      axis(1, 1, 1, 0, 1),
      axis(info.inHeight, info.filterHeight, info.strideHeight, info.padInfo.top, info.outHeight),
      axis(info.inWidth, info.filterWidth, info.strideWidth, info.padInfo.left, info.outWidth),
    ],
    outShape: info.outShape,
  };
}

export function windows3d(x: TensorInfo, attrs: KernelArguments['attrs']): Windows {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Attributes3d;
  const shape = x.shape as [number, number, number, number, number];
  const info = backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    axes: [
      axis(info.inDepth, info.filterDepth, info.strideDepth, info.padInfo.front, info.outDepth),
      axis(info.inHeight, info.filterHeight, info.strideHeight, info.padInfo.top, info.outHeight),
      axis(info.inWidth, info.filterWidth, info.strideWidth, info.padInfo.left, info.outWidth),
    ],
    outShape: info.outShape,
  };
}

const axis = (size: number, filter: number, stride: number, before: number, out: number): Axis => ({
  size,
  filter,
  stride,
  dilation: 1,
  before,
  out,
});

/** What a window sees along an axis: the inputs from `first` to before `end`. */
function seen({ size, filter, stride, before }: Axis, output: number): readonly [first: number, end: number] {
  const start = stride * output - before;
  return [Math.max(start, 0), Math.min(start + filter, size)];
}

/**
 * The place in x of the largest number of each window, in the order of the output: of equal ones the first or the last, as asked. NaN is
 * larger than all; −1 stands for a window without inputs.
 */
export function placesOfLargest(
  x: TypedArray,
  { batch, channels, axes }: Windows,
  ofEqual: 'first' | 'last',
): Int32Array {
  const [depth, height, width] = axes;
  const places = new Int32Array(batch * depth.out * height.out * width.out * channels);
  let output = 0;
  for (let image = 0; image < batch; image++)
    for (let u = 0; u < depth.out; u++) {
      const [front, back] = seen(depth, u);
      for (let v = 0; v < height.out; v++) {
        const [top, bottom] = seen(height, v);
        for (let w = 0; w < width.out; w++) {
          const [left, right] = seen(width, w);
          for (let channel = 0; channel < channels; channel++) {
            let largest = Number.NEGATIVE_INFINITY;
            let place = -1;
            for (let plane = front; plane < back; plane++)
              for (let row = top; row < bottom; row++) {
                const start = ((image * depth.size + plane) * height.size + row) * width.size;
                for (let column = left; column < right; column++) {
                  const at = (start + column) * channels + channel;
                  const value = x[at] as number;
                  if (value < largest || (value === largest && place >= 0 && ofEqual === 'first')) continue;
                  if (Number.isNaN(largest)) continue;
                  largest = value;
                  place = at;
                }
              }
            places[output++] = place;
          }
        }
      }
    }
  return places;
}

/** The mean of what each window sees, in the order of the output. */
export function means(to: TypedArray, x: TypedArray, { batch, channels, axes }: Windows): void {
  const [depth, height, width] = axes;
  let output = 0;
  for (let image = 0; image < batch; image++)
    for (let u = 0; u < depth.out; u++) {
      const [front, back] = seen(depth, u);
      for (let v = 0; v < height.out; v++) {
        const [top, bottom] = seen(height, v);
        for (let w = 0; w < width.out; w++) {
          const [left, right] = seen(width, w);
          const count = (back - front) * (bottom - top) * (right - left);
          for (let channel = 0; channel < channels; channel++) {
            let sum = 0;
            for (let plane = front; plane < back; plane++)
              for (let row = top; row < bottom; row++) {
                const start = ((image * depth.size + plane) * height.size + row) * width.size;
                for (let column = left; column < right; column++)
                  sum += x[(start + column) * channels + channel] as number;
              }
            to[output++] = sum / count;
          }
        }
      }
    }
}
