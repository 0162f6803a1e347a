import { UnsupportedError } from '@jensenjs/core';
import { backend_util } from '@tensorflow/tfjs-core';
import type { Attribute, Attributes, Signature } from '../../graph/graph';

/** How a window moves along one spatial axis. */
export interface WindowAxis {
  /** Number of cells along the axis. */
  readonly size: number;
  /** Positions within the window, and their distance. */
  readonly filter: number;
  readonly dilation: number;
  readonly stride: number;
  /** Cells added before the first; negative where the first window leaves cells out. */
  readonly before: number;
  /** Number of windows. */
  readonly out: number;
}

/** Cells from the first to the last position of a window. */
const extent = ({ filter, dilation }: WindowAxis): number => (filter - 1) * dilation + 1;

/** Cells added behind the last, as far as windows reach; negative where they leave cells out. */
export const after = (axis: WindowAxis): number =>
  (axis.out - 1) * axis.stride + extent(axis) - axis.before - axis.size;

/**
 * The windows that a kernel of tfjs moves over images [batch, height, width, channels] or volumes
 * [batch, depth, height, width, channels].
 */
export function windowAxes(image: readonly number[], filter: readonly number[], attributes: Attributes): WindowAxis[] {
  const { strides, dilations = 1, pad, dimRoundingMode } = attributes as unknown as Numbers;
  const spatial = image.slice(1, -1);
  if (spatial.length === 2) {
    const info = backend_util.computePool2DInfo(
      image as [number, number, number, number],
      filter as [number, number],
      strides as [number, number],
      dilations as [number, number],
      pad as 'same',
      dimRoundingMode ?? undefined,
    );
    return plane(info);
  }
  const info = backend_util.computePool3DInfo(
    image as [number, number, number, number, number],
    filter as [number, number, number],
    strides as [number, number, number],
    dilations as [number, number, number],
    pad as 'same',
    dimRoundingMode ?? undefined,
  );
  return [
    {
      size: info.inDepth,
      filter: info.filterDepth,
      dilation: info.dilationDepth,
      stride: info.strideDepth,
      before: info.padInfo.front,
      out: info.outDepth,
    },
    ...plane(info),
  ];
}

type Geometry2D = ReturnType<typeof backend_util.computePool2DInfo>;
type Geometry3D = ReturnType<typeof backend_util.computePool3DInfo>;

/** Height and width. */
const plane = (info: Geometry2D | Geometry3D): WindowAxis[] => [
  {
    size: info.inHeight,
    filter: info.filterHeight,
    dilation: info.dilationHeight,
    stride: info.strideHeight,
    before: info.padInfo.top,
    out: info.outHeight,
  },
  {
    size: info.inWidth,
    filter: info.filterWidth,
    dilation: info.dilationWidth,
    stride: info.strideWidth,
    before: info.padInfo.left,
    out: info.outWidth,
  },
];

interface Numbers {
  readonly strides: number | readonly number[];
  readonly dilations?: number | readonly number[];
  readonly pad: 'valid' | 'same' | number | readonly (readonly [number, number])[];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil' | null;
}

/** One number per spatial axis. */
export const perAxis = (attribute: Attribute, rank: number): readonly number[] =>
  Array.isArray(attribute) ? attribute.slice(0, rank).map(Number) : Array<number>(rank).fill(Number(attribute));

/** Strides, padding and rounding in their one form, with the names and meanings of tfjs. */
export function normalizedWindows({ strides, pad, dimRoundingMode }: Attributes, rank: number): Attributes {
  const rounding = dimRoundingMode === 'round' || dimRoundingMode === 'ceil' ? { dimRoundingMode } : {};
  return { strides: perAxis(strides, rank), pad, ...rounding };
}

/** @throws UnsupportedError when tfjs would take the channels for the first of the spatial axes. */
export function requireChannelsLast(kernel: string, { dataFormat }: Attributes): void {
  if (dataFormat === 'NCHW' || dataFormat === 'NCDHW')
    throw new UnsupportedError(kernel, `expected channels last, got dataFormat ${dataFormat}. Transpose the tensor.`);
}

/** @throws UnsupportedError when a window has no position within the image. */
export function requireCells(kernel: string, axes: readonly WindowAxis[]): void {
  for (const { size, filter, dilation, stride, before, out } of axes)
    for (let window = 0; window < out; window++) {
      const start = window * stride - before;
      const first = start < 0 ? start + Math.ceil(-start / dilation) * dilation : start;
      if (first >= size || first > start + (filter - 1) * dilation)
        throw new UnsupportedError(
          kernel,
          `a window of ${filter} lies beyond the border of ${size} cells. Pad less than the window's size.`,
        );
    }
}

/** @throws UnsupportedError when a gradient has another shape than the result that it belongs to. */
export function requireShape(kernel: string, dy: readonly number[], expected: readonly number[]): void {
  if (dy.length !== expected.length || dy.some((size, i) => size !== expected[i]))
    throw new UnsupportedError(
      kernel,
      `expected dy [${expected.join(', ')}], got [${dy.join(', ')}]. Use the attributes of the forward kernel.`,
    );
}

/** The shapes of two float32 inputs. @throws UnsupportedError for other types. */
export function floatShapes(
  kernel: string,
  [first, second]: readonly Signature[],
): [readonly number[], readonly number[]] {
  if (first?.dtype !== 'float32' || second?.dtype !== 'float32')
    throw new UnsupportedError(kernel, 'takes two float32 tensors. Cast them.');
  return [first.shape, second.shape];
}
