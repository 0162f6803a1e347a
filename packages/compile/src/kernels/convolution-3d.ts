import { UnsupportedError } from '@jensenjs/core';
import type { Attributes, Operation, Value } from '../graph/graph';
import type { Emitter } from '../onnx/emitter';
import type { Primitive, Rows } from './row';
import { floatShapes, normalizedWindows, perAxis, requireChannelsLast, requireShape, windowAxes } from './windows/axes';
import { channelsFirst, channelsLast, crop, padsOf, uncrop, windowOf } from './windows/layout';

/** A convolution of volumes as its kernel's attributes tell. */
interface Convolution {
  /** Of the result, [batch, depth, height, width, outputs]. */
  readonly shape: readonly number[];
  readonly attributes: Attributes;
}

/** @param filter [depth, height, width, inputs, outputs] */
function convolutionOf(
  kernel: string,
  volume: readonly number[],
  filter: readonly number[],
  attributes: Attributes,
): Convolution {
  requireChannelsLast(kernel, attributes);
  if (volume.length !== 5 || filter.length !== 5 || volume[4] !== filter[3])
    throw new UnsupportedError(
      kernel,
      `expected volumes of rank 5 and a filter of as many channels, got [${volume.join(', ')}] and [${filter.join(', ')}].`,
    );
  const { dimRoundingMode: _, ...windows } = normalizedWindows(attributes, 3);
  const dilations = perAxis(attributes.dilations ?? 1, 3);
  const normalized = { ...windows, dilations, dataFormat: 'NDHWC' };
  const axes = windowAxes(volume, filter.slice(0, 3), normalized);
  return { shape: [volume[0] ?? 1, ...axes.map(({ out }) => out), filter[4] ?? 1], attributes: normalized };
}

/** @throws UnsupportedError for a dilated window: the backprop kernels of tfjs take it for a compact one. */
function compact(kernel: string, convolution: Convolution): Convolution {
  if (perAxis(convolution.attributes.dilations, 3).some((dilation) => dilation > 1))
    throw new UnsupportedError(kernel, 'tfjs has no gradient of dilated convolutions. Use dilation 1.');
  return convolution;
}

const numbers = ({ attributes }: Operation, name: string): readonly number[] => attributes[name] as readonly number[];

/** [depth, height, width, inputs, outputs] → [outputs, inputs, depth, height, width]. */
const filterFirst = (emit: Emitter, name: string): string => emit.node('Transpose', [name], { perm: [4, 3, 0, 1, 2] });

/** x [batch, depth, height, width, inputs], filter → [batch, depth, height, width, outputs] by Conv. */
const forward: Primitive = {
  inputs: ['x', 'filter'],
  infer(inputs, attributes) {
    const convolution = convolutionOf('Conv3D', ...floatShapes('Conv3D', inputs), attributes);
    return { outputs: [{ shape: convolution.shape, dtype: 'float32' }], attributes: convolution.attributes };
  },
  lower(emit, { inputs, attributes }) {
    const [x, filter] = inputs as [Value, Value];
    const axes = windowAxes(x.shape, filter.shape.slice(0, 3), attributes);
    const volume = crop(emit, channelsFirst(emit, emit.name(x), axes), axes);
    const product = emit.node('Conv', [volume, filterFirst(emit, emit.name(filter))], windowOf(axes));
    return [channelsLast(emit, product, axes)];
  },
};

/** dy, filter → gradient of x by ConvTranspose; and what a transposed convolution computes. */
const backpropInput: Primitive = {
  inputs: ['dy', 'filter'],
  infer(inputs, attributes) {
    const kernel = 'Conv3DBackpropInputV2';
    const [dy, filter] = floatShapes(kernel, inputs);
    const inputShape = perAxis(attributes.inputShape, 5);
    const convolution = compact(kernel, convolutionOf(kernel, inputShape, filter, attributes));
    requireShape(kernel, dy, convolution.shape);
    return {
      outputs: [{ shape: inputShape, dtype: 'float32' }],
      attributes: { ...convolution.attributes, inputShape },
    };
  },
  lower(emit, operation) {
    const [dy, filter] = operation.inputs as [Value, Value];
    const axes = windowAxes(numbers(operation, 'inputShape'), filter.shape.slice(0, 3), operation.attributes);
    const gradient = emit.node(
      'ConvTranspose',
      [channelsFirst(emit, emit.name(dy), axes), filterFirst(emit, emit.name(filter))],
      windowOf(axes),
    );
    return [channelsLast(emit, uncrop(emit, gradient, axes), axes)];
  },
};

/** x, dy → gradient of the filter by Conv, with volumes for filters, channels for volumes and the batch for channels. */
const backpropFilter: Primitive = {
  inputs: ['x', 'dy'],
  infer(inputs, attributes) {
    const kernel = 'Conv3DBackpropFilterV2';
    const [x, dy] = floatShapes(kernel, inputs);
    const filterShape = perAxis(attributes.filterShape, 5);
    const convolution = compact(kernel, convolutionOf(kernel, x, filterShape, attributes));
    requireShape(kernel, dy, convolution.shape);
    return {
      outputs: [{ shape: filterShape, dtype: 'float32' }],
      attributes: { ...convolution.attributes, filterShape },
    };
  },
  lower(emit, operation) {
    const [x, dy] = operation.inputs as [Value, Value];
    const axes = windowAxes(x.shape, numbers(operation, 'filterShape').slice(0, 3), operation.attributes);
    const swapped = (name: string): string => emit.node('Transpose', [name], { perm: [4, 0, 1, 2, 3] });
    const gradient = emit.node('Conv', [crop(emit, swapped(emit.name(x)), axes), swapped(emit.name(dy))], {
      kernel_shape: axes.map(({ out }) => out),
      dilations: axes.map(({ stride }) => stride),
      pads: padsOf(axes),
    }); // [inputs, outputs, depth, height, width]
    return [emit.node('Transpose', [gradient], { perm: [2, 3, 4, 0, 1] })];
  },
};

export const convolution3dRows: Rows = {
  Conv3D: forward,
  Conv3DBackpropInputV2: backpropInput,
  Conv3DBackpropFilterV2: backpropFilter,
};
