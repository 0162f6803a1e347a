import type { Emitter } from '../../onnx/emitter';
import { type Blocks, stripsOf } from './blocks';
import type { Geometry } from './geometry';
import type { Method } from './method';
import { gatherRows, grid, places } from './rows';

/**
 * The gradient of the image. Its pixels, after padding, form blocks of the size of the strides. One window over the gradient of the
 * outputs tells a whole block (Shi et al. 2016, "Is the deconvolution layer the same as a convolutional layer?"), so that one product
 * gives all blocks; then each pixel is fetched from its block. Filters are extended by zeros to whole blocks. Dilation must be 1.
 */
export const inputGradient: Method = (emit, gradient, filter, geometry, bias) => {
  const { input, inputs } = geometry;
  const strips = stripsOf(geometry);
  const pixels: number[] = [];
  let count = 0;
  const parts = grid(strips.rows, strips.columns).map(([rows, columns]) => {
    const size = rows.places.length * columns.places.length;
    for (const [y, x] of grid(rows.pixels, columns.pixels))
      pixels[y.pixel * input[1] + x.pixel] =
        count + (y.block * columns.blocks.length + x.block) * size + y.place * columns.places.length + x.place;
    const found = rows.blocks.length * columns.blocks.length * size;
    count += found;
    const product = blocksAt(emit, [gradient, filter, bias], geometry, rows, columns);
    return emit.node('Reshape', [product, emit.int64([-1, found, inputs])]);
  });
  const [only = ''] = parts;
  const all = parts.length === 1 ? only : emit.node('Concat', parts, { axis: 1 });
  return emit.node('Reshape', [gatherRows(emit, all, [count, inputs], pixels, 1), emit.int64([-1, ...input, inputs])]);
};

/** The blocks where these rows and columns cross, each [places, inputs]. */
function blocksAt(
  emit: Emitter,
  [gradient, filter, bias]: readonly [string, string, string | undefined],
  geometry: Geometry,
  rows: Blocks,
  columns: Blocks,
): string {
  const { output, outputs, inputs } = geometry;
  const offsets = grid(rows.taps, columns.taps);
  const at = grid(rows.blocks, columns.blocks).flatMap(([y, x]) =>
    offsets.map(([i, j]): [number, number] => [y - i, x - j]),
  );
  const windows = gatherRows(emit, gradient, [output[0] * output[1], outputs], places(output, at), offsets.length);
  const operands = [windows, filterOfBlocks(emit, filter, geometry, rows, columns)];
  if (bias !== undefined) {
    const each = emit.node('Expand', [bias, emit.int64([rows.places.length * columns.places.length, inputs])]);
    operands.push(emit.node('Reshape', [each, emit.int64([-1])]));
  }
  return emit.node('Gemm', operands, { transB: 1 });
}

/** filter [height, width, inputs, outputs] → [places in a block · inputs, taps · outputs]. */
function filterOfBlocks(emit: Emitter, filter: string, geometry: Geometry, rows: Blocks, columns: Blocks): string {
  const { inputs, outputs, strides } = geometry;
  const taps = [0, 1].map((axis) => Math.ceil((geometry.filter[axis] ?? 1) / (strides[axis] ?? 1)));
  const [height = 1, width = 1] = taps;
  const missing = [height * strides[0] - geometry.filter[0], width * strides[1] - geometry.filter[1]];
  const whole = missing.some((count) => count > 0)
    ? emit.node('Pad', [filter, emit.int64([0, 0, 0, 0, ...missing, 0, 0])])
    : filter;
  const split = emit.node('Reshape', [whole, emit.int64([height, strides[0], width, strides[1], inputs, outputs])]);
  const kept = [rows.taps, rows.places, columns.taps, columns.places];
  const isWhole = kept.every((list, i) => list.length === [height, strides[0], width, strides[1]][i]);
  const part = isWhole
    ? split
    : emit.node('Slice', [
        split,
        emit.int64(kept.map((list) => list[0] ?? 0)),
        emit.int64(kept.map((list) => (list.at(-1) ?? 0) + 1)),
        emit.int64([0, 1, 2, 3]),
      ]);
  const turned = emit.node('Transpose', [part], { perm: [1, 3, 4, 0, 2, 5] });
  const size = rows.places.length * columns.places.length * inputs;
  return emit.node('Reshape', [turned, emit.int64([size, rows.taps.length * columns.taps.length * outputs])]);
}
