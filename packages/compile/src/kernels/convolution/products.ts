import type { Emitter } from '../../onnx/emitter';
import type { Geometry } from './geometry';
import type { Method } from './method';
import { gatherRows, grid, places, range } from './rows';

/** The window of each output side by side: [batch · height · width of outputs, height · width of the filter · inputs]. */
export type Windows = (emit: Emitter, image: string, geometry: Geometry) => string;

/** Windows whose pixels are copied one by one. */
export const gathered: Windows = (emit, image, { input, inputs, output, filter, strides, dilations, before }) => {
  const starts = (axis: 0 | 1): number[] => range(output[axis]).map((i) => i * strides[axis] - before[axis]);
  const taps = (axis: 0 | 1): number[] => range(filter[axis]).map((i) => i * dilations[axis]);
  const offsets = grid(taps(0), taps(1));
  const at = grid(starts(0), starts(1)).flatMap(([y, x]) => offsets.map(([i, j]): [number, number] => [y + i, x + j]));
  return gatherRows(emit, image, [input[0] * input[1], inputs], places(input, at), offsets.length);
};

/** image [batch, height, width, inputs], filter → [batch, height, width, outputs]: all windows times the filter. */
export const forward =
  (windows: Windows): Method =>
  (emit, image, filter, geometry, bias) => {
    const matrix = emit.node('Reshape', [filter, emit.int64([-1, geometry.outputs])]);
    const operands = [windows(emit, image, geometry), matrix];
    const product = bias === undefined ? emit.node('MatMul', operands) : emit.node('Gemm', [...operands, bias]);
    return emit.node('Reshape', [product, emit.int64([-1, ...geometry.output, geometry.outputs])]);
  };

/** The gradient of the filter: the windows, which the forward pass made already, times the gradient of the outputs. */
export const filterGradient =
  (windows: Windows): Method =>
  (emit, image, gradient, geometry) => {
    const { filter, inputs, outputs } = geometry;
    const dy = emit.node('Reshape', [gradient, emit.int64([-1, outputs])]);
    const product = emit.node('Gemm', [windows(emit, image, geometry), dy], { transA: 1 });
    return emit.node('Reshape', [product, emit.int64([...filter, inputs, outputs])]);
  };
