import { type backend_util, pad, reshape, slice, type Tensor } from '@tensorflow/tfjs-core';

/** How windows lie along one dimension of a tensor. */
export interface Axis {
  readonly dimension: number;
  /** Cells before the first of the tensor; negative where its first are left out. */
  readonly before: number;
  /** Cells that the windows reach over, from the first to the last. */
  readonly reach: number;
}

type Info2d = ReturnType<typeof backend_util.computeConv2DInfo>;
type Info3d = ReturnType<typeof backend_util.computeConv3DInfo>;

/** Of images [batch, height, width, channels] or [batch, channels, height, width]. */
export function axes2d(info: Info2d): Axis[] {
  const first = info.dataFormat === 'channelsFirst' ? 2 : 1;
  const { outHeight, outWidth, strideHeight, strideWidth, effectiveFilterHeight, effectiveFilterWidth, padInfo } = info;
  return [
    { dimension: first, before: padInfo.top, reach: (outHeight - 1) * strideHeight + effectiveFilterHeight },
    { dimension: first + 1, before: padInfo.left, reach: (outWidth - 1) * strideWidth + effectiveFilterWidth },
  ];
}

/** Of volumes [batch, depth, height, width, channels]. */
export function axes3d(info: Info3d): Axis[] {
  const { outDepth, outHeight, outWidth, strideDepth, strideHeight, strideWidth, padInfo } = info;
  const { effectiveFilterDepth, effectiveFilterHeight, effectiveFilterWidth } = info;
  return [
    { dimension: 1, before: padInfo.front, reach: (outDepth - 1) * strideDepth + effectiveFilterDepth },
    { dimension: 2, before: padInfo.top, reach: (outHeight - 1) * strideHeight + effectiveFilterHeight },
    { dimension: 3, before: padInfo.left, reach: (outWidth - 1) * strideWidth + effectiveFilterWidth },
  ];
}

/**
 * Whether TensorFlow has this padding under its name. It has none by numbers; and where a window is smaller than its stride, tfjs's `same`
 * for volumes leaves out cells at the border.
 */
export function isNamed({ padInfo: { type, ...sides } }: Info2d | Info3d): boolean {
  return (type === 'VALID' || type === 'SAME') && Object.values(sides).every((cells) => cells >= 0);
}

/** The shape of what `reached` makes of a tensor. */
export function reachedShape(shape: readonly number[], axes: readonly Axis[]): number[] {
  return shape.map((size, d) => axes.find(({ dimension }) => dimension === d)?.reach ?? size);
}

/** The part of `x` that windows reach over, and `fill` beyond its border: windows without padding fit it exactly. */
export function reached(x: Tensor, axes: readonly Axis[], fill = 0): Tensor {
  const before = x.shape.map((_, d) => axes.find(({ dimension }) => dimension === d)?.before ?? 0);
  return placed(x, before, reachedShape(x.shape, axes), fill);
}

/** The transpose of `reached`: puts what lies on cells of a tensor of the shape `shape` there, and zeros on its other cells. */
export function putBack(x: Tensor, axes: readonly Axis[], shape: readonly number[]): Tensor {
  const before = shape.map((_, d) => -(axes.find(({ dimension }) => dimension === d)?.before ?? 0));
  return placed(x, before, shape, 0);
}

function placed(x: Tensor, before: readonly number[], shape: readonly number[], fill: number): Tensor {
  const padding = x.shape.map((size, d): [number, number] => {
    const start = before[d] ?? 0;
    return [Math.max(0, start), Math.max(0, (shape[d] ?? 0) - start - size)];
  });
  const larger = padding.flat().some((cells) => cells > 0) ? pad(x, padding, fill) : x;
  return slice(
    larger,
    before.map((cells) => Math.max(0, -cells)),
    [...shape],
  );
}

/** `x` with `stride − 1` zeros between its cells along one dimension. */
export function spread(x: Tensor, dimension: number, stride: number): Tensor {
  const { shape } = x;
  const cells = shape[dimension] ?? 0;
  const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
  const [outer, inner] = [product(shape.slice(0, dimension)), product(shape.slice(dimension + 1))];
  const apart = pad(reshape(x, [outer, cells, 1, inner]), [
    [0, 0],
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ]);
  const ended = slice(
    reshape(apart, [outer, cells * stride, inner]),
    [0, 0, 0],
    [outer, (cells - 1) * stride + 1, inner],
  );
  return reshape(
    ended,
    shape.map((size, d) => (d === dimension ? (cells - 1) * stride + 1 : size)),
  );
}
