import { scratch } from '@jensenjs/core/adapter';
import type { TensorInfo, TypedArray } from '@tensorflow/tfjs-core';
import { run, type WasmBackend } from '../../backend';
import { product } from '../batch-mat-mul';
import type { Axes } from './axis';
import { convolve } from './convolve';
import { type Phase, phasesOf } from './phases';

/**
 * The gradient of a convolution with respect to its input [batch, height, width, in], from dy [batch, height', width',
 * out] and the filter [k, l, in, out]. The inputs that the same taps reach, with a stride of 2 every other one, are
 * each a convolution of dy with these taps. XNNPACK computes at least eight channels, so for few there is one matrix
 * product instead, of which each entry is added to its place.
 */
export function inputGradient(backend: WasmBackend, dy: TensorInfo, filter: TensorInfo, axes: Axes): TensorInfo {
  const channels = filter.shape[2] ?? 0;
  if (channels < 8) return scatteredProduct(backend, dy, filter, axes);
  return byPhases(backend, dy, axes, channels, (taps) => swappedTaps(backend, filter, taps));
}

/** The same for a depthwise convolution: dy [batch, height', width', in · m], the filter [k, l, in, m]. */
export function depthwiseInputGradient(
  backend: WasmBackend,
  dy: TensorInfo,
  filter: TensorInfo,
  axes: Axes,
): TensorInfo {
  const [, , channels = 0, multiplier = 0] = filter.shape;
  const wide = byPhases(backend, dy, axes, channels * multiplier, (taps) => depthwiseTaps(backend, filter, taps), true);
  return multiplier === 1 ? wide : sumOfGroups(backend, wide, channels, multiplier);
}

type Taps = readonly [vertical: Phase, horizontal: Phase];

function byPhases(
  backend: WasmBackend,
  dy: TensorInfo,
  axes: Axes,
  channels: number,
  filterOf: (taps: Taps) => TensorInfo,
  isDepthwise = false,
): TensorInfo {
  const [vertical, horizontal] = axes;
  const shape = [dy.shape[0] ?? 0, vertical.size, horizontal.size, channels];
  return scratch(backend, (keep) => {
    const parts = phasesOf(vertical).flatMap((down) =>
      phasesOf(horizontal).map((across) => {
        const part = convolve(backend, dy, keep(filterOf([down, across])), [down.axis, across.axis], { isDepthwise });
        return { down, across, part };
      }),
    );
    const [only] = parts;
    if (parts.length === 1 && only) return only.part;
    const out = backend.makeOutput(shape, 'float32');
    for (const { down, across, part } of parts) place(backend, keep(part), out, down, across);
    return out;
  });
}

/** Copies the pixels of a part [batch, count, count', channels] to every step-th row and column of out. */
function place(backend: WasmBackend, part: TensorInfo, out: TensorInfo, down: Phase, across: Phase): void {
  const from = backend.typedArrayFromHeap(part);
  const to = backend.typedArrayFromHeap(out);
  const [batch = 0, height = 0, width = 0, channels = 0] = out.shape;
  let source = 0;
  for (let image = 0; image < batch; image++)
    for (let row = down.first; row < height; row += down.step)
      for (let column = across.first; column < width; column += across.step) {
        const target = ((image * height + row) * width + column) * channels;
        for (let c = 0; c < channels; c++) to[target + c] = from[source + c] as number;
        source += channels;
      }
}

/** The taps of a filter [k, l, in, out] in reverse order, with inputs and outputs swapped: [taps, taps', out, in]. */
function swappedTaps(backend: WasmBackend, filter: TensorInfo, taps: Taps): TensorInfo {
  const [, , inputs = 0, outputs = 0] = filter.shape;
  return reversedTaps(backend, filter, taps, [outputs, inputs], (from, start, to, end) => {
    for (let o = 0; o < outputs; o++)
      for (let i = 0; i < inputs; i++) to[end + o * inputs + i] = from[start + i * outputs + o] as number;
  });
}

/** The taps of a depthwise filter [k, l, in, m] in reverse order: [taps, taps', in · m, 1]. */
function depthwiseTaps(backend: WasmBackend, filter: TensorInfo, taps: Taps): TensorInfo {
  const size = (filter.shape[2] ?? 0) * (filter.shape[3] ?? 0);
  return reversedTaps(backend, filter, taps, [size, 1], (from, start, to, end) => {
    for (let i = 0; i < size; i++) to[end + i] = from[start + i] as number;
  });
}

function reversedTaps(
  backend: WasmBackend,
  filter: TensorInfo,
  [down, across]: Taps,
  matrix: readonly [number, number],
  copy: (from: TypedArray, start: number, to: TypedArray, end: number) => void,
): TensorInfo {
  const [rows, columns] = [down.axis.filter, across.axis.filter];
  const out = backend.makeOutput([rows, columns, ...matrix], 'float32');
  const from = backend.typedArrayFromHeap(filter);
  const to = backend.typedArrayFromHeap(out);
  const size = matrix[0] * matrix[1];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const k = down.firstTap + down.step * (rows - 1 - row);
      const l = across.firstTap + across.step * (columns - 1 - column);
      copy(from, (k * (filter.shape[1] ?? 0) + l) * size, to, (row * columns + column) * size);
    }
  return out;
}

/** Adds up groups of `size` neighbouring channels and frees x. */
function sumOfGroups(backend: WasmBackend, x: TensorInfo, groups: number, size: number): TensorInfo {
  const grouped = { ...x, shape: [...x.shape.slice(0, 3), groups, size] };
  return scratch(backend, (keep) => run(backend, 'Sum', { x: keep(grouped) }, { axis: [4], keepDims: false }));
}

/**
 * The products of each dy [out] with each tap of the filter, added to the inputs that the tap saw. There is no
 * dilation.
 */
function scatteredProduct(backend: WasmBackend, dy: TensorInfo, filter: TensorInfo, axes: Axes): TensorInfo {
  const [vertical, horizontal] = axes;
  const [rows = 0, columns = 0, channels = 0, outChannels = 0] = filter.shape;
  const [batch = 0] = dy.shape;
  const pixels = batch * vertical.out * horizontal.out;
  return scratch(backend, (keep) => {
    const matrix = { ...dy, shape: [pixels, outChannels] };
    const taps = { ...filter, shape: [rows * columns * channels, outChannels] };
    const products = keep(product(backend, matrix, taps, false, true)); // [pixels, rows · columns · channels]
    const out = backend.makeOutput([batch, vertical.size, horizontal.size, channels], 'float32');
    const from = backend.typedArrayFromHeap(products);
    const to = backend.typedArrayFromHeap(out).fill(0);
    const windowRow = columns * channels;
    let source = 0;
    for (let image = 0; image < batch; image++)
      for (let y = 0; y < vertical.out; y++)
        for (let x = 0; x < horizontal.out; x++) {
          const left = horizontal.stride * x - horizontal.before;
          const first = Math.max(-left, 0) * channels;
          const end = Math.min(horizontal.size - left, columns) * channels;
          for (let k = 0; k < rows; k++, source += windowRow) {
            const row = vertical.stride * y + k - vertical.before;
            if (row < 0 || row >= vertical.size) continue;
            const target = ((image * vertical.size + row) * horizontal.size + left) * channels;
            for (let i = first; i < end; i++)
              to[target + i] = (to[target + i] as number) + (from[source + i] as number);
          }
        }
    return out;
  });
}
