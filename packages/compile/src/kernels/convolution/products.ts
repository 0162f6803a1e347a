import type { Emitter } from '../../onnx/emitter';
import type { Geometry } from './geometry';
import { gatherRows, range, ZEROS } from './rows';

/** Each pair of a vertical and a horizontal number, vertical first. */
const grid = (vertical: readonly number[], horizontal: readonly number[]): [number, number][] =>
  vertical.flatMap((y) => horizontal.map((x): [number, number] => [y, x]));

/** The rows of an image [height, width] at places that may lie outside. */
const places = ([height, width]: readonly [number, number], at: readonly [number, number][]): number[] =>
  at.map(([y, x]) => (y < 0 || x < 0 || y >= height || x >= width ? ZEROS : y * width + x));

/** The window of each output side by side: [batch · height · width of outputs, height · width of the filter · inputs]. */
function windows(emit: Emitter, image: string, geometry: Geometry): string {
  const { input, inputs, output, filter, strides, dilations, before } = geometry;
  const starts = (axis: 0 | 1): number[] => range(output[axis]).map((i) => i * strides[axis] - before[axis]);
  const taps = (axis: 0 | 1): number[] => range(filter[axis]).map((i) => i * dilations[axis]);
  const offsets = grid(taps(0), taps(1));
  const at = grid(starts(0), starts(1)).flatMap(([y, x]) => offsets.map(([i, j]): [number, number] => [y + i, x + j]));
  return gatherRows(emit, image, [input[0] * input[1], inputs], places(input, at), offsets.length);
}

/** image [batch, height, width, inputs], filter → [batch, height, width, outputs]: all windows times the filter. */
export function forward(emit: Emitter, image: string, filter: string, geometry: Geometry): string {
  const matrix = emit.node('Reshape', [filter, emit.int64([-1, geometry.outputs])]);
  const product = emit.node('MatMul', [windows(emit, image, geometry), matrix]);
  return emit.node('Reshape', [product, emit.int64([-1, ...geometry.output, geometry.outputs])]);
}

/** The gradient of the filter: the windows, which the forward pass made already, times the gradient of the outputs. */
export function filterGradient(emit: Emitter, image: string, gradient: string, geometry: Geometry): string {
  const { filter, inputs, outputs } = geometry;
  const dy = emit.node('Reshape', [gradient, emit.int64([-1, outputs])]);
  const product = emit.node('Gemm', [windows(emit, image, geometry), dy], { transA: 1 });
  return emit.node('Reshape', [product, emit.int64([...filter, inputs, outputs])]);
}

/**
 * The gradient of the image. Its pixels, after padding, form blocks of the size of the strides. One window over the gradient of the
 * outputs tells a whole block (Shi et al. 2016, "Is the deconvolution layer the same as a convolutional layer?"), so that one product
 * gives all blocks; then each pixel is fetched from its block. Filters are extended by zeros to whole blocks. Dilation must be 1.
 */
export function inputGradient(emit: Emitter, gradient: string, filter: string, geometry: Geometry): string {
  const { input, inputs, output, outputs, strides } = geometry;
  const vertical = blocksOf(geometry, 0);
  const horizontal = blocksOf(geometry, 1);
  const offsets = grid(range(vertical.taps), range(horizontal.taps));
  const at = grid(vertical.blocks, horizontal.blocks).flatMap(([y, x]) =>
    offsets.map(([i, j]): [number, number] => [y - i, x - j]),
  );
  const neighbours = gatherRows(emit, gradient, [output[0] * output[1], outputs], places(output, at), offsets.length);
  const matrix = filterOfBlocks(emit, filter, geometry, vertical.taps, horizontal.taps);
  const blocks = emit.node('Gemm', [neighbours, matrix], { transB: 1 }); // [batch · blocks, strides · inputs]

  const size = strides[0] * strides[1];
  const pixels = grid(range(input[0]), range(input[1])).map(([y, x]) => {
    const [block, row] = vertical.placeOf(y);
    const [across, column] = horizontal.placeOf(x);
    return (block * horizontal.blocks.length + across) * size + row * strides[1] + column;
  });
  const count = vertical.blocks.length * horizontal.blocks.length * size;
  const result = gatherRows(emit, blocks, [count, inputs], pixels, 1);
  return emit.node('Reshape', [result, emit.int64([-1, ...input, inputs])]);
}

/** How the pixels of an axis form blocks of the length of the stride, counted from where the padding begins. */
function blocksOf({ input, filter, strides, before }: Geometry, axis: 0 | 1) {
  const [size, stride, padding] = [input[axis], strides[axis], before[axis]];
  const first = Math.floor(padding / stride);
  const last = Math.floor((size - 1 + padding) / stride);
  return {
    /** How many outputs reach a block: block b is reached by outputs b − taps + 1 … b. */
    taps: Math.ceil(filter[axis] / stride),
    blocks: range(last - first + 1).map((i) => first + i),
    /** The place among `blocks` of a pixel's block, and the pixel's place in it. */
    placeOf: (pixel: number): [number, number] => [
      Math.floor((pixel + padding) / stride) - first,
      (pixel + padding) % stride,
    ],
  };
}

/** filter [height, width, inputs, outputs] → [places in a block · inputs, taps · outputs]. */
function filterOfBlocks(emit: Emitter, filter: string, geometry: Geometry, rows: number, columns: number): string {
  const { inputs, outputs, strides } = geometry;
  const missing = [rows * strides[0] - geometry.filter[0], columns * strides[1] - geometry.filter[1]];
  const whole = missing.some((count) => count > 0)
    ? emit.node('Pad', [filter, emit.int64([0, 0, 0, 0, ...missing, 0, 0])])
    : filter;
  const split = emit.node('Reshape', [whole, emit.int64([rows, strides[0], columns, strides[1], inputs, outputs])]);
  const turned = emit.node('Transpose', [split], { perm: [1, 3, 4, 0, 2, 5] });
  return emit.node('Reshape', [turned, emit.int64([strides[0] * strides[1] * inputs, rows * columns * outputs])]);
}
