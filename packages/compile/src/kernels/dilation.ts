import { UnsupportedError } from '@jensenjs/core';
import type { Attributes, Operation, Signature, Value } from '../graph/graph';
import type { Emitter } from '../onnx/emitter';
import type { Primitive, Rows } from './row';
import { normalizedWindows, perAxis, requireCells, requireShape, type WindowAxis, windowAxes } from './windows/axes';
import { foldCells, windowCells } from './windows/cells';
import { sendToWinner, winner } from './windows/winner';

/** What tfjs takes for the value of a cell beyond the border. */
const OUTSIDE = Number.MIN_SAFE_INTEGER;

/** A dilation of images [batch, height, width, channels] by a filter [height, width, channels]. */
interface Dilation {
  readonly axes: readonly WindowAxis[];
  /** Of the result. */
  readonly shape: readonly number[];
  readonly attributes: Attributes;
}

function dilationOf(kernel: string, [x, filter]: readonly Signature[], attributes: Attributes): Dilation {
  if (x?.dtype !== 'float32' || filter?.dtype !== 'float32')
    throw new UnsupportedError(kernel, 'takes float32 tensors. Cast them.');
  const [batch = 1, , , channels = 1] = x.shape;
  if (x.shape.length !== 4 || filter.shape.length !== 3 || filter.shape[2] !== channels)
    throw new UnsupportedError(
      kernel,
      `expected images of rank 4 and a filter of as many channels, got [${x.shape.join(', ')}] and [${filter.shape.join(', ')}].`,
    );
  const normalized = { ...normalizedWindows(attributes, 2), dilations: perAxis(attributes.dilations ?? 1, 2) };
  const axes = windowAxes(x.shape, filter.shape.slice(0, 2), normalized);
  requireCells(kernel, axes);
  return { axes, shape: [batch, ...axes.map(({ out }) => out), channels], attributes: normalized };
}

/** For every position within the window, in row-major order, the sum of cell and filter, [batch, height, width, channels]. */
function sums(emit: Emitter, x: Value, filter: Value, axes: readonly WindowAxis[]): string[] {
  const [height = 1, width = 1, channels = 1] = filter.shape;
  const elements = emit.node('Reshape', [emit.name(filter), emit.int64([height * width, channels])]);
  return windowCells(emit, emit.name(x), axes, OUTSIDE).map((cells, k) => {
    const element = emit.node('Slice', [elements, emit.int64([k]), emit.int64([k + 1]), emit.int64([0])]);
    return emit.node('Add', [cells, element]);
  });
}

const axesOf = ({ inputs, attributes }: Operation): WindowAxis[] => {
  const [x, filter] = inputs as [Value, Value];
  return windowAxes(x.shape, filter.shape.slice(0, 2), attributes);
};

/** Where each window has its maximum: of equal ones the first in row-major order, in spite of the comment in tfjs' source. */
function sent(emit: Emitter, operation: Operation): string[] {
  const [x, filter, dy] = operation.inputs as [Value, Value, Value];
  const scores = sums(emit, x, filter, axesOf(operation));
  return sendToWinner(emit, emit.name(dy), winner(emit, scores, 'first'), scores.length);
}

/** x, filter → the maximum of x + filter over the window. NaN may win, which it never does in tfjs. */
const dilation: Primitive = {
  inputs: ['x', 'filter'],
  infer(inputs, attributes) {
    const { shape, attributes: normalized } = dilationOf('Dilation2D', inputs, attributes);
    return { outputs: [{ shape, dtype: 'float32' }], attributes: normalized };
  },
  lower(emit, operation) {
    const [x, filter] = operation.inputs as [Value, Value];
    return [emit.node('Max', sums(emit, x, filter, axesOf(operation)))];
  },
};

const gradient = (kernel: string, of: 0 | 1, lower: Primitive['lower']): Primitive => ({
  inputs: ['x', 'filter', 'dy'],
  infer(inputs, attributes) {
    const { shape, attributes: normalized } = dilationOf(kernel, inputs, attributes);
    requireShape(kernel, inputs[2]?.shape ?? [], shape);
    return { outputs: [{ shape: inputs[of]?.shape ?? [], dtype: 'float32' }], attributes: normalized };
  },
  lower,
});

export const dilationRows: Rows = {
  Dilation2D: dilation,
  // Each window sends dy to the cell that has its maximum.
  Dilation2DBackpropInput: gradient('Dilation2DBackpropInput', 0, (emit, operation) => {
    const [x] = operation.inputs as [Value];
    return [foldCells(emit, sent(emit, operation), axesOf(operation), x.shape)];
  }),
  // Each window sends dy to the element of the filter that has its maximum.
  Dilation2DBackpropFilter: gradient('Dilation2DBackpropFilter', 1, (emit, operation) => {
    const [, filter] = operation.inputs as [Value, Value];
    const elements = sent(emit, operation).map((part) =>
      emit.node('ReduceSum', [part, emit.int64([0, 1, 2])], { keepdims: 0 }),
    ); // [channels]
    return [emit.node('Reshape', [emit.node('Concat', elements, { axis: 0 }), emit.int64(filter.shape)])];
  }),
};
