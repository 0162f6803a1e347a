import { UnsupportedError } from '@jensenjs/core';
import type { Attributes, Operation, Signature, Value } from '../graph/graph';
import type { Emitter } from '../onnx/emitter';
import { finish } from './fused';
import type { Composite, Primitive, Rows } from './row';
import {
  floatShapes,
  normalizedWindows,
  perAxis,
  requireChannelsLast,
  requireShape,
  type WindowAxis,
  windowAxes,
} from './windows/axes';
import { windowCells } from './windows/cells';
import { channelsFirst, channelsLast, crop, uncrop, windowOf } from './windows/layout';

/** A depthwise convolution as its kernel's attributes tell. */
interface Depthwise {
  readonly axes: readonly WindowAxis[];
  /** Of the result, [batch, height, width, channels · multiplier]. */
  readonly shape: readonly number[];
  readonly attributes: Attributes;
}

/** @param filter [height, width, channels, multiplier] */
function depthwiseOf(
  kernel: string,
  image: readonly number[],
  filter: readonly number[],
  attributes: Attributes,
): Depthwise {
  requireChannelsLast(kernel, attributes);
  const [batch = 1, , , channels = 1] = image;
  if (image.length !== 4 || filter.length !== 4 || filter[2] !== channels)
    throw new UnsupportedError(
      kernel,
      `expected images of rank 4 and a filter of as many channels, got [${image.join(', ')}] and [${filter.join(', ')}].`,
    );
  const normalized = {
    ...normalizedWindows(attributes, 2),
    dilations: perAxis(attributes.dilations ?? 1, 2),
    dataFormat: 'NHWC',
  };
  const axes = windowAxes(image, filter.slice(0, 2), normalized);
  return {
    axes,
    shape: [batch, ...axes.map(({ out }) => out), channels * (filter[3] ?? 1)],
    attributes: normalized,
  };
}

/** @throws UnsupportedError for a dilated window: the backprop kernels of tfjs take it for a compact one. */
function compact(kernel: string, depthwise: Depthwise): Depthwise {
  if (depthwise.axes.some(({ dilation }) => dilation > 1))
    throw new UnsupportedError(kernel, 'tfjs has no gradient of dilated depthwise convolutions. Use dilation 1.');
  return depthwise;
}

const numbers = (operation: Operation, name: string): readonly number[] =>
  operation.attributes[name] as readonly number[];

/** [height, width, channels, multiplier] → [channels · multiplier, 1, height, width]. */
function grouped(emit: Emitter, { shape }: Signature, filter: string): string {
  const [height = 1, width = 1, channels = 1, multiplier = 1] = shape;
  const turned = emit.node('Transpose', [filter], { perm: [2, 3, 0, 1] });
  return emit.node('Reshape', [turned, emit.int64([channels * multiplier, 1, height, width])]);
}

/** x [batch, height, width, channels], filter → [batch, height, width, channels · multiplier]: a Conv with a group per channel. */
const forward: Primitive = {
  inputs: ['x', 'filter'],
  infer(inputs, attributes) {
    const depthwise = depthwiseOf('DepthwiseConv2dNative', ...floatShapes('DepthwiseConv2dNative', inputs), attributes);
    return { outputs: [{ shape: depthwise.shape, dtype: 'float32' }], attributes: depthwise.attributes };
  },
  lower(emit, { inputs, attributes }) {
    const [x, filter] = inputs as [Value, Value];
    const axes = windowAxes(x.shape, filter.shape.slice(0, 2), attributes);
    const image = crop(emit, channelsFirst(emit, emit.name(x), axes), axes);
    const product = emit.node('Conv', [image, grouped(emit, filter, emit.name(filter))], {
      ...windowOf(axes),
      group: x.shape[3],
    });
    return [channelsLast(emit, product, axes)];
  },
};

/** dy, filter → gradient of x: a ConvTranspose with a group per channel. */
const backpropInput: Primitive = {
  inputs: ['dy', 'filter'],
  infer(inputs, attributes) {
    const kernel = 'DepthwiseConv2dNativeBackpropInput';
    const [dy, filter] = floatShapes(kernel, inputs);
    const inputShape = perAxis(attributes.inputShape, 4);
    const depthwise = compact(kernel, depthwiseOf(kernel, inputShape, filter, attributes));
    requireShape(kernel, dy, depthwise.shape);
    return {
      outputs: [{ shape: inputShape, dtype: 'float32' }],
      attributes: { ...depthwise.attributes, inputShape },
    };
  },
  lower(emit, operation) {
    const [dy, filter] = operation.inputs as [Value, Value];
    const image = numbers(operation, 'inputShape');
    const axes = windowAxes(image, filter.shape.slice(0, 2), operation.attributes);
    const gradient = emit.node(
      'ConvTranspose',
      [channelsFirst(emit, emit.name(dy), axes), grouped(emit, filter, emit.name(filter))],
      { ...windowOf(axes), group: image[3] },
    );
    return [channelsLast(emit, uncrop(emit, gradient, axes), axes)];
  },
};

/**
 * x, dy → gradient of the filter: for each of its positions, the sum of dy times the cells that lie there. As a Conv with a group
 * per channel it takes up to twice the time.
 */
const backpropFilter: Primitive = {
  inputs: ['x', 'dy'],
  infer(inputs, attributes) {
    const kernel = 'DepthwiseConv2dNativeBackpropFilter';
    const [x, dy] = floatShapes(kernel, inputs);
    const filterShape = perAxis(attributes.filterShape, 4);
    const depthwise = compact(kernel, depthwiseOf(kernel, x, filterShape, attributes));
    requireShape(kernel, dy, depthwise.shape);
    return {
      outputs: [{ shape: filterShape, dtype: 'float32' }],
      attributes: { ...depthwise.attributes, filterShape },
    };
  },
  lower(emit, operation) {
    const [x, dy] = operation.inputs as [Value, Value];
    const filter = numbers(operation, 'filterShape');
    const axes = windowAxes(x.shape, filter.slice(0, 2), operation.attributes);
    const [batch = 1, height = 1, width = 1] = dy.shape;
    const [, , channels = 1, multiplier = 1] = filter;
    const split = (name: string, last: number): string =>
      multiplier === 1 ? name : emit.node('Reshape', [name, emit.int64([batch, height, width, channels, last])]);
    const gradient = split(emit.name(dy), multiplier);
    const sums = windowCells(emit, emit.name(x), axes, 0).map((cells) => {
      const products = emit.node('Mul', [split(cells, 1), gradient]);
      return emit.node('ReduceSum', [products, emit.int64([0, 1, 2])], { keepdims: 0 });
    });
    return [emit.node('Reshape', [emit.node('Concat', sums, { axis: 0 }), emit.int64(filter)])];
  },
};

/** DepthwiseConv2dNative, a bias that broadcasts, and an activation. */
const fused: Composite = {
  inputs: ['x', 'filter', 'bias?', 'preluActivationWeights?'],
  expand(build, [x, filter, bias, weights], attributes) {
    if (!x || !filter) throw new UnsupportedError('FusedDepthwiseConv2D', 'takes x and filter.');
    const { strides, pad, dataFormat, dilations, dimRoundingMode } = attributes;
    const window = { strides, pad, dataFormat, dilations, dimRoundingMode };
    const product = build.op('DepthwiseConv2dNative', [x, filter], window);
    return finish(build, 'FusedDepthwiseConv2D', product, bias, weights, attributes);
  },
};

export const depthwiseRows: Rows = {
  DepthwiseConv2dNative: forward,
  DepthwiseConv2dNativeBackpropInput: backpropInput,
  DepthwiseConv2dNativeBackpropFilter: backpropFilter,
  FusedDepthwiseConv2D: fused,
};
