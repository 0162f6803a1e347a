import type { Emitter, NodeAttributes } from '../../onnx/emitter';
import type { Geometry } from './geometry';
import type { Method } from './method';

/** [batch, height, width, channels] → [batch, channels, height, width]. */
export const channelsFirst = [0, 3, 1, 2];
export const channelsLast = [0, 2, 3, 1];
/** [height, width, inputs, outputs] → [outputs, inputs, height, width]. */
const filterFirst = [3, 2, 0, 1];

export const transpose = (emit: Emitter, name: string, perm: readonly number[]): string =>
  emit.node('Transpose', [name], { perm });

const attributesOf = ({ filter, strides, dilations, before, after }: Geometry): NodeAttributes => ({
  kernel_shape: filter,
  strides,
  dilations,
  pads: [...before, ...after],
});

/** image [batch, height, width, inputs], filter → [batch, height, width, outputs] by Conv. */
export const forward: Method = (emit, image, filter, geometry, bias) => {
  const x = transpose(emit, image, channelsFirst);
  const w = transpose(emit, filter, filterFirst);
  return transpose(
    emit,
    emit.node('Conv', [x, w, ...(bias === undefined ? [] : [bias])], attributesOf(geometry)),
    channelsLast,
  );
};

/** The gradient of the image by ConvTranspose. */
export const inputGradient: Method = (emit, gradient, filter, geometry, bias) => {
  const dy = transpose(emit, gradient, channelsFirst);
  const w = transpose(emit, filter, filterFirst);
  const { input, output, strides, before, after, dilations } = geometry;
  const beyond = (axis: 0 | 1): number =>
    input[axis] +
    before[axis] +
    after[axis] -
    strides[axis] * (output[axis] - 1) -
    dilations[axis] * (geometry.filter[axis] - 1) -
    1;
  const attributes = { ...attributesOf(geometry), output_padding: [beyond(0), beyond(1)] };
  return transpose(
    emit,
    emit.node('ConvTranspose', [dy, w, ...(bias === undefined ? [] : [bias])], attributes),
    channelsLast,
  );
};

/** The gradient of the filter by Conv, with images for filters, channels for images and the batch for channels. */
export const filterGradient: Method = (emit, image, gradient, geometry) => {
  const { output, strides, dilations, before, after, filter } = geometry;
  const x = transpose(emit, image, [3, 0, 1, 2]);
  const dy = transpose(emit, gradient, [3, 0, 1, 2]);
  const whole = emit.node('Conv', [x, dy], {
    kernel_shape: output,
    strides: dilations,
    dilations: strides,
    pads: [...before, ...after],
  }); // [inputs, outputs, ≥ height, ≥ width]
  const slice = emit.node('Slice', [whole, emit.int64([0, 0]), emit.int64(filter), emit.int64([2, 3])]);
  return transpose(emit, slice, [2, 3, 0, 1]);
};
