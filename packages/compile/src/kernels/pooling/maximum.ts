import { UnsupportedError } from '@jensenjs/core';
import type { Signature, Value } from '../../graph/graph';
import type { Emitter } from '../../onnx/emitter';
import type { Primitive, Rows } from '../row';
import type { WindowAxis } from '../windows/axes';
import { foldCells, windowCells } from '../windows/cells';
import { channelsFirst, channelsLast, crop, padsOf } from '../windows/layout';
import { sendToWinner, winner } from '../windows/winner';
import { axesOf, isIdentity, poolOf, poolOfGradient, volume } from './pool';

const FLOAT = 1;
const INT32 = 6;
const BOOL = 9;

/** Of ONNX's runtimes many pool floats only; 24 bits of an integer survive. */
const asFloat = (emit: Emitter, x: Value): string =>
  x.dtype === 'float32' ? emit.name(x) : emit.node('Cast', [emit.name(x)], { to: FLOAT });

const fromFloat = (emit: Emitter, name: string, { dtype }: Signature): string =>
  dtype === 'float32' ? name : emit.node('Cast', [name], { to: dtype === 'int32' ? INT32 : BOOL });

function pooled(emit: Emitter, x: Value, axes: readonly WindowAxis[]): string {
  if (isIdentity(axes)) return asFloat(emit, x);
  const image = crop(emit, channelsFirst(emit, asFloat(emit, x), axes), axes);
  const result = emit.node('MaxPool', [image], {
    kernel_shape: axes.map(({ filter }) => filter),
    strides: axes.map(({ stride }) => stride),
    pads: padsOf(axes),
  });
  return channelsLast(emit, result, axes);
}

/** x [batch, ...spatial, channels] → maxima over windows. NaN may win, which it never does in tfjs. */
const maximum = (kernel: string, spatialRank: number): Primitive => ({
  inputs: ['x'],
  infer([x], attributes) {
    if (!x) throw new UnsupportedError(kernel, 'takes x.');
    const pool = poolOf(kernel, spatialRank, x.shape, attributes);
    const dtype = spatialRank === 2 ? x.dtype : 'float32';
    return { outputs: [{ shape: pool.shape, dtype }], attributes: pool.attributes };
  },
  lower(emit, operation) {
    const [x] = operation.inputs as [Value];
    const [y] = operation.outputs as [Value];
    return [fromFloat(emit, pooled(emit, x, axesOf(x, operation)), y)];
  },
});

/**
 * dy [batch, ...out, channels] → dx: each window sends dy to its maximum. Of equal cells it is the first, in row-major order, in the 2D kernel
 * of tfjs and the last in the 3D one.
 */
const gradient = (kernel: string, spatialRank: number, ties: 'first' | 'last'): Primitive => ({
  inputs: ['dy', 'input', 'output'],
  infer(inputs, attributes) {
    const pool = poolOfGradient(kernel, spatialRank, inputs, attributes);
    const [, height, width] = pool.attributes.filterSize as readonly number[];
    if (spatialRank === 3 && height !== width)
      throw new UnsupportedError(
        kernel,
        `tfjs confuses height and width of the window, ${height} × ${width}. Use a window of equal sides.`,
      );
    return { outputs: [{ shape: inputs[1]?.shape ?? [], dtype: 'float32' }], attributes: pool.attributes };
  },
  lower(emit, operation) {
    const [dy, x] = operation.inputs as [Value, Value];
    const axes = axesOf(x, operation);
    const cells = windowCells(emit, asFloat(emit, x), axes, Number.NEGATIVE_INFINITY);
    const parts = sendToWinner(emit, emit.name(dy), winner(emit, cells, ties), volume(axes));
    return [foldCells(emit, parts, axes, x.shape)];
  },
});

/** x [batch, height, width, channels] → maxima over windows, and the places of the first of each in the flat image, or the flat batch. */
const withPlaces: Primitive = {
  inputs: ['x'],
  infer([x], { includeBatchInIndex, ...attributes }) {
    if (!x) throw new UnsupportedError('MaxPoolWithArgmax', 'takes x.');
    const pool = poolOf('MaxPoolWithArgmax', 2, x.shape, attributes);
    return {
      outputs: [
        { shape: pool.shape, dtype: x.dtype },
        { shape: pool.shape, dtype: 'int32' },
      ],
      attributes: { ...pool.attributes, includeBatchInIndex: includeBatchInIndex === true },
    };
  },
  lower(emit, operation) {
    const [x] = operation.inputs as [Value];
    const [y] = operation.outputs as [Value, Value];
    const axes = axesOf(x, operation) as [WindowAxis, WindowAxis];
    const cells = windowCells(emit, asFloat(emit, x), axes, Number.NEGATIVE_INFINITY);
    const [rows, columns] = axes;
    const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
    const within = Array.from(
      { length: volume(axes) },
      (_, k) => (Math.floor(k / columns.filter) * width + (k % columns.filter)) * channels,
    );
    const corners = Int32Array.from({ length: rows.out * columns.out * channels }, (_, i) => {
      const column = Math.floor(i / channels) % columns.out;
      const row = Math.floor(i / channels / columns.out);
      const corner = (row * rows.stride - rows.before) * width + column * columns.stride - columns.before;
      return corner * channels + (i % channels);
    });
    const label = winner(emit, cells, 'first', within);
    const places = emit.node('Add', [label, emit.constant(corners, [1, rows.out, columns.out, channels])]);
    const images = Int32Array.from({ length: batch }, (_, i) => i * height * width * channels);
    const counted = operation.attributes.includeBatchInIndex
      ? emit.node('Add', [places, emit.constant(images, [batch, 1, 1, 1])])
      : places;
    // A window of one cell has nothing to compare, and so no place for each image.
    const spread = volume(axes) === 1 ? emit.node('Expand', [counted, emit.int64(y.shape)]) : counted;
    return [fromFloat(emit, pooled(emit, x, axes), y), spread];
  },
};

export const maximumPoolingRows: Rows = {
  MaxPool: maximum('MaxPool', 2),
  MaxPool3D: maximum('MaxPool3D', 3),
  MaxPoolGrad: gradient('MaxPoolGrad', 2, 'first'),
  MaxPool3DGrad: gradient('MaxPool3DGrad', 3, 'last'),
  MaxPoolWithArgmax: withPlaces,
};
