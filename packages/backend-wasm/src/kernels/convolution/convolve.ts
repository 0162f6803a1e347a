import { scratch } from '@jensenjs/core/adapter';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type CFunction, run, type WasmBackend } from '../../backend';
import { after, type Axes, type Axis } from './axis';

let dense: CFunction;
let depthwise: CFunction;

export function setUpConvolutions(backend: WasmBackend): void {
  const numbers = Array.from({ length: 23 }, () => 'number' as const);
  dense = backend.wasm.cwrap('FusedConv2D', null, numbers);
  depthwise = backend.wasm.cwrap('FusedDepthwiseConv2D', null, numbers);
}

interface ConvolveOptions {
  /** [out] */
  readonly bias?: TensorInfo | null | undefined;
  readonly isDepthwise?: boolean;
}

/**
 * The convolution of x [batch, height, width, in] by XNNPACK: [batch, height', width', out]. The filter is [k, l, in,
 * out]; if `isDepthwise`, it is [k, l, in, m] and out = in · m.
 */
export function convolve(
  backend: WasmBackend,
  x: TensorInfo,
  filter: TensorInfo,
  axes: Axes,
  { bias, isDepthwise = false }: ConvolveOptions = {},
): TensorInfo {
  const [batch = 0, , , channels = 0] = x.shape;
  const last = filter.shape[3] ?? 0;
  if (last === 1 && (isDepthwise || channels === 1) && axes.every(isPointwise))
    return multiplied(backend, x, { ...filter, shape: [channels] }, bias);

  const [vertical, horizontal] = axes;
  const outChannels = isDepthwise ? channels * last : last;
  const out = backend.makeOutput([batch, vertical.out, horizontal.out, outChannels], 'float32');
  if (util.sizeFromShape(out.shape) === 0) return out;
  const [top, left] = [startOf(vertical), startOf(horizontal)];
  const [height, width] = [vertical.size - top - endOf(vertical), horizontal.size - left - endOf(horizontal)];
  if (height <= 0 || width <= 0 || channels === 0 || vertical.filter === 0 || horizontal.filter === 0) {
    fillWithBias(backend, out, bias);
    return out;
  }
  const id = (tensor: TensorInfo): number => backend.dataIdMap.get(tensor.dataId).id;
  return scratch(backend, (keep) => {
    const whole = height === vertical.size && width === horizontal.size;
    const size = [batch, height, width, channels];
    const seen = whole ? x : keep(run(backend, 'Slice', { x }, { begin: [0, top, left, 0], size }));
    (isDepthwise ? depthwise : dense)(
      id(seen),
      batch,
      height,
      width,
      id(filter),
      vertical.filter,
      horizontal.filter,
      bias ? id(bias) : 0,
      Math.max(vertical.before, 0),
      Math.max(after(horizontal), 0),
      Math.max(after(vertical), 0),
      Math.max(horizontal.before, 0),
      0, // the padding is as given
      vertical.dilation,
      horizontal.dilation,
      vertical.stride,
      horizontal.stride,
      channels,
      outChannels,
      0, // no activation
      0, // nor slopes
      0,
      id(out),
    );
    return out;
  });
}

/** Inputs to be cut off at the beginning, which no window sees: XNNPACK's padding cannot be negative. */
const startOf = (axis: Axis): number => Math.max(-axis.before, 0);

/** And at the end, where fewer than a stride do not make another window. */
const endOf = (axis: Axis): number => (-after(axis) >= axis.stride ? -after(axis) : 0);

const isPointwise = (axis: Axis): boolean => axis.filter === 1 && axis.size === axis.out && axis.before === 0;

/** x · factors + bias, along channels. XNNPACK takes such a convolution for what it is too, but turns NaN into −∞. */
function multiplied(
  backend: WasmBackend,
  x: TensorInfo,
  factors: TensorInfo,
  bias: TensorInfo | null | undefined,
): TensorInfo {
  const product = run(backend, 'Multiply', { a: x, b: factors });
  return bias ? scratch(backend, (keep) => run(backend, 'Add', { a: keep(product), b: bias })) : product;
}

/** Sums of nothing. */
function fillWithBias(backend: WasmBackend, out: TensorInfo, bias: TensorInfo | null | undefined): void {
  const values = backend.typedArrayFromHeap(out).fill(0);
  if (!bias) return;
  const offsets = backend.typedArrayFromHeap(bias);
  for (let at = 0; at < values.length; at += offsets.length) values.set(offsets, at);
}
