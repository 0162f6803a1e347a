import { channelsLast, transpose } from './direct';
import type { Geometry } from './geometry';
import type { Method } from './method';
import { windowSize } from './patches';

/**
 * The gradient of images of few channels: what each output gives to its window, by one product for each image, and the sum where windows
 * overlap. Dilation must be 1.
 */
export const inputGradient: Method = (emit, gradient, filter, geometry, bias) => {
  const { input, output, inputs, outputs, strides, before, after } = geometry;
  const dy = emit.node('Reshape', [gradient, emit.int64([-1, output[0] * output[1], outputs])]);
  // Col2Im takes windows channel by channel. Runtimes transpose within the product.
  const byChannel = inputs === 1 ? filter : transpose(emit, filter, [2, 0, 1, 3]);
  const matrix = emit.node('Reshape', [byChannel, emit.int64([windowSize(geometry), outputs])]);
  const given = emit.node('MatMul', [matrix, transpose(emit, dy, [0, 2, 1])]);
  const images = emit.node('Col2Im', [given, emit.int64(input), emit.int64(geometry.filter)], {
    strides,
    pads: [...before, ...after],
  });
  const shifted =
    bias === undefined ? images : emit.node('Add', [images, emit.node('Reshape', [bias, emit.int64([inputs, 1, 1])])]);
  if (inputs === 1) return emit.node('Reshape', [shifted, emit.int64([-1, ...input, 1])]);
  return transpose(emit, shifted, channelsLast);
};

/** Whether Col2Im finds as many windows in the images as the convolution has. */
export function fitsOverlap({ input, output, filter, strides, before, after, dilations }: Geometry): boolean {
  return ([0, 1] as const).every((axis) => {
    const found = Math.floor((input[axis] + before[axis] + after[axis] - filter[axis]) / strides[axis]) + 1;
    return dilations[axis] === 1 && found === output[axis];
  });
}
