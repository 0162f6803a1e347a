import { UnsupportedError } from '@jensenjs/core';
import type { Value } from '../../graph/graph';
import type { Primitive, Rows } from '../row';
import { foldCells } from '../windows/cells';
import { channelsFirst, channelsLast, crop, padsOf } from '../windows/layout';
import { axesOf, isIdentity, poolOf, poolOfGradient, volume } from './pool';

/** x [batch, ...spatial, channels] → means over windows, of the cells within the image. */
const average = (kernel: string, spatialRank: number): Primitive => ({
  inputs: ['x'],
  infer([x], attributes) {
    if (x?.dtype !== 'float32') throw new UnsupportedError(kernel, 'takes a float32 tensor. Cast it.');
    const pool = poolOf(kernel, spatialRank, x.shape, attributes);
    return { outputs: [{ shape: pool.shape, dtype: 'float32' }], attributes: pool.attributes };
  },
  lower(emit, operation) {
    const [x] = operation.inputs as [Value];
    const axes = axesOf(x, operation);
    if (isIdentity(axes)) return [emit.name(x)];
    const pooled = emit.node('AveragePool', [crop(emit, channelsFirst(emit, emit.name(x), axes), axes)], {
      kernel_shape: axes.map(({ filter }) => filter),
      strides: axes.map(({ stride }) => stride),
      pads: padsOf(axes),
    });
    return [channelsLast(emit, pooled, axes)];
  },
});

/**
 * dy [batch, ...out, channels] → dx. Each window divides by its whole size, as tfjs' kernels do; the gradients of this library give them
 * pools without padding, where that is right.
 */
const gradient = (kernel: string, spatialRank: number): Primitive => ({
  inputs: ['dy', 'input'],
  infer(inputs, { dimRoundingMode, ...attributes }) {
    // The 2D kernel of tfjs ignores the rounding.
    const rounding = spatialRank === 2 ? {} : { dimRoundingMode };
    const pool = poolOfGradient(kernel, spatialRank, inputs, { ...attributes, ...rounding });
    return { outputs: [{ shape: inputs[1]?.shape ?? [], dtype: 'float32' }], attributes: pool.attributes };
  },
  lower(emit, operation) {
    const [dy, image] = operation.inputs as [Value, Value];
    const axes = axesOf(image, operation);
    const cells = volume(axes);
    const share = emit.node('Mul', [emit.name(dy), emit.scalar(1 / cells)]);
    return [foldCells(emit, Array<string>(cells).fill(share), axes, image.shape)];
  },
});

export const averagePoolingRows: Rows = {
  AvgPool: average('AvgPool', 2),
  AvgPool3D: average('AvgPool3D', 3),
  AvgPoolGrad: gradient('AvgPoolGrad', 2),
  AvgPool3DGrad: gradient('AvgPool3DGrad', 3),
};
