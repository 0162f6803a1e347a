import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { run, type WasmBackend } from '../../backend';

/**
 * Height or width in a convolution: output o sees the inputs stride · o + dilation · k − before, for k in [0, filter).
 */
export interface Axis {
  readonly size: number;
  readonly filter: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly out: number;
}

export type Axes = readonly [height: Axis, width: Axis];

/** The attributes of tfjs's convolution kernels. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

export type Shape4d = [number, number, number, number];

/** The axes of a convolution of an input, whose shape is in the order of the attributes' data format. */
export function axesOf(
  input: readonly number[],
  filter: readonly number[],
  attributes: ConvolutionAttributes,
  depthwise = false,
): Axes {
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = attributes;
  const info = backend_util.computeConv2DInfo(
    input as Shape4d,
    filter as Shape4d,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
    dataFormat === 'NCHW' ? 'channelsFirst' : 'channelsLast',
  );
  return [
    {
      size: info.inHeight,
      filter: info.filterHeight,
      stride: info.strideHeight,
      dilation: info.dilationHeight,
      before: info.padInfo.top,
      out: info.outHeight,
    },
    {
      size: info.inWidth,
      filter: info.filterWidth,
      stride: info.strideWidth,
      dilation: info.dilationWidth,
      before: info.padInfo.left,
      out: info.outWidth,
    },
  ];
}

/** Cells after the last input that the last window sees; negative when it does not see the last inputs. */
export function after({ size, filter, stride, dilation, before, out }: Axis): number {
  return stride * (out - 1) + dilation * (filter - 1) + 1 - before - size;
}

/** x [batch, channels, height, width] as [batch, height, width, channels]. */
export function channelsLast(backend: WasmBackend, x: TensorInfo): TensorInfo {
  return run(backend, 'Transpose', { x }, { perm: [0, 2, 3, 1] });
}

/** x [batch, height, width, channels] as [batch, channels, height, width]. */
export function channelsFirst(backend: WasmBackend, x: TensorInfo): TensorInfo {
  return run(backend, 'Transpose', { x }, { perm: [0, 3, 1, 2] });
}
