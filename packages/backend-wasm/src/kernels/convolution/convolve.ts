import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type CFunction, run, scratch, type WasmBackend } from '../../backend';
import type { Axes, Axis } from './axis';

type Convolution = 'FusedConv2D' | 'FusedDepthwiseConv2D';

let dense: CFunction;
let depthwise: CFunction;

export function setUpConvolutions(backend: WasmBackend): void {
  const wrap = (name: Convolution): CFunction =>
    backend.wasm.cwrap(
      name,
      null,
      Array.from({ length: 23 }, () => 'number' as const),
    );
  dense = wrap('FusedConv2D');
  depthwise = wrap('FusedDepthwiseConv2D');
}

/**
 * The convolution of x [batch, height, width, in] by XNNPACK: [batch, height', width', out]. The filter is [k, l, in, out]; if
 * `isDepthwise`, it is [k, l, in, m] and out = in · m. The bias is [out].
 */
export function convolve(
  backend: WasmBackend,
  x: TensorInfo,
  filter: TensorInfo,
  axes: Axes,
  { bias, isDepthwise = false }: { readonly bias?: TensorInfo | undefined; readonly isDepthwise?: boolean } = {},
): TensorInfo {
  const [batch = 0, , , channels = 0] = x.shape;
  const last = filter.shape[3] ?? 0;
  const outChannels = isDepthwise ? channels * last : last;
  const out = backend.makeOutput([batch, axes[0].out, axes[1].out, outChannels], 'float32');
  if (util.sizeFromShape(out.shape) === 0) return out;
  return scratch(backend, (keep) => {
    const crops = axes.map(cropOf);
    const rest = axes.map(({ size }, i) => size - (crops[i]?.start ?? 0) - (crops[i]?.end ?? 0));
    const [height = 0, width = 0] = rest;
    if (height <= 0 || width <= 0 || channels === 0 || axes.some((axis) => axis.filter === 0)) {
      const values = backend.typedArrayFromHeap(out).fill(0);
      if (bias) {
        const offsets = backend.typedArrayFromHeap(bias);
        for (let i = 0; i < values.length; i++) values[i] = offsets[i % outChannels] ?? 0;
      }
      return out;
    }
    const begin = [0, crops[0]?.start ?? 0, crops[1]?.start ?? 0, 0];
    const seen =
      height < axes[0].size || width < axes[1].size
        ? keep(run(backend, 'Slice', { x }, { begin, size: [batch, height, width, channels] }))
        : x;
    const id = (tensor: TensorInfo): number => backend.dataIdMap.get(tensor.dataId).id;
    const [vertical, horizontal] = axes;
    const [top, left] = axes.map(({ before }) => Math.max(before, 0));
    const [bottom, right] = axes.map((axis) => Math.max(after(axis), 0));
    (isDepthwise ? depthwise : dense)(
      id(seen),
      ...[batch, height, width],
      id(filter),
      ...[vertical.filter, horizontal.filter],
      bias ? id(bias) : 0,
      ...[top ?? 0, right ?? 0, bottom ?? 0, left ?? 0],
      0, // the padding is given
      ...[vertical.dilation, horizontal.dilation, vertical.stride, horizontal.stride],
      ...[channels, outChannels],
      ...[0, 0, 0], // no activation, no slopes
      id(out),
    );
    return out;
  });
}

/** Cells after the last input that the last window sees; negative when it does not see the last inputs. */
export function after({ size, filter, stride, dilation, before, out }: Axis): number {
  return stride * (out - 1) + dilation * (filter - 1) + 1 - before - size;
}

/** The padding cannot be negative: inputs that no window sees are cut off. */
function cropOf(axis: Axis): { readonly start: number; readonly end: number } {
  const start = Math.max(-axis.before, 0);
  // Fewer than a stride at the end do not make another window.
  const end = -after(axis) >= axis.stride ? -after(axis) : 0;
  return { start, end };
}
