import type { Emitter } from '../../onnx/emitter';
import { channelsFirst, channelsLast, transpose } from './direct';
import type { Geometry } from './geometry';

/** Numbers in a window. */
export const windowSize = ({ filter, inputs }: Geometry): number => filter[0] * filter[1] * inputs;

/**
 * The windows of images of few channels by a convolution that only copies: [batch · height · width of outputs, height · width of the
 * filter · inputs].
 */
export function windows(emit: Emitter, image: string, geometry: Geometry): string {
  const { input, inputs, filter, strides, dilations, before, after } = geometry;
  const size = windowSize(geometry);
  // Row (y, x, channel) of the filters has its one at [channel, y, x].
  const copies = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    const [channel, tap] = [row % inputs, Math.floor(row / inputs)];
    copies[row * size + channel * filter[0] * filter[1] + tap] = 1;
  }
  const x =
    inputs === 1 ? emit.node('Reshape', [image, emit.int64([-1, 1, ...input])]) : transpose(emit, image, channelsFirst);
  const copied = emit.node('Conv', [x, emit.constant(copies, [size, inputs, ...filter])], {
    kernel_shape: filter,
    strides,
    dilations,
    pads: [...before, ...after],
  });
  return emit.node('Reshape', [transpose(emit, copied, channelsLast), emit.int64([-1, size])]);
}
