import { ArgumentError, UnsupportedError } from '@jensenjs/core';
import type { Builder } from '../graph/builder';
import type { Attributes, Value } from '../graph/graph';
import { ONNX_TYPE } from './elementwise';
import { inputAt, numbers } from './read';
import { type Interpolation, nearestSource, weights } from './interpolation';
import type { Composite, Primitive, Rows } from './row';

type Images = readonly [batch: number, height: number, width: number, channels: number];

function imagesOf(kernel: string, shape: readonly number[]): Images {
  const [batch, height, width, channels] = shape;
  if (batch === undefined || height === undefined || width === undefined || channels === undefined)
    throw new ArgumentError(kernel, `expected images [batch, height, width, channels], got [${shape.join(', ')}].`);
  return [batch, height, width, channels];
}

function sizeOfResult(kernel: string, attributes: Attributes): [number, number] {
  const [height, width] = numbers(kernel, attributes.size);
  if (height === undefined || width === undefined || height < 1 || width < 1)
    throw new UnsupportedError(kernel, 'expected a size of two numbers, height and width, above 0.');
  return [height, width];
}

const grid = ({ alignCorners, halfPixelCenters }: Attributes) => ({
  alignCorners: alignCorners === true,
  halfPixelCenters: halfPixelCenters === true,
});

/** Images [batch, height, width, channels] at another size, each pixel from the four around its place, as float32. */
const bilinear: Primitive = {
  inputs: ['images'],
  infer(inputs, attributes) {
    const images = inputAt('ResizeBilinear', inputs);
    const [batch, , , channels] = imagesOf('ResizeBilinear', images.shape);
    const size = sizeOfResult('ResizeBilinear', attributes);
    return {
      outputs: [{ shape: [batch, ...size, channels], dtype: 'float32' }],
      attributes: { size, ...grid(attributes) },
    };
  },
  lower(emit, { inputs, attributes }) {
    const images = inputAt('ResizeBilinear', inputs);
    const [batch, , , channels] = imagesOf('ResizeBilinear', images.shape);
    const { alignCorners, halfPixelCenters } = attributes;
    const floats =
      images.dtype === 'float32'
        ? emit.name(images)
        : emit.node('Cast', [emit.name(images)], { to: ONNX_TYPE.float32 });
    const turned = emit.node('Transpose', [floats], { perm: [0, 3, 1, 2] });
    const sizes = emit.int64([batch, channels, ...sizeOfResult('ResizeBilinear', attributes)]);
    const resized = emit.node('Resize', [turned, '', '', sizes], {
      mode: 'linear',
      coordinate_transformation_mode:
        alignCorners === true ? 'align_corners' : halfPixelCenters === true ? 'half_pixel' : 'asymmetric',
    });
    return [emit.node('Transpose', [resized], { perm: [0, 2, 3, 1] })];
  },
};

/** Images [batch, height, width, channels] at another size, each pixel that nearest to its place. */
const nearest: Composite = {
  inputs: ['images'],
  expand(build, inputs, attributes) {
    const images = inputAt('ResizeNearestNeighbor', inputs);
    const [, height, width] = imagesOf('ResizeNearestNeighbor', images.shape);
    const [newHeight, newWidth] = sizeOfResult('ResizeNearestNeighbor', attributes);
    // ONNX's Resize is no faster, and rounds in single precision.
    const along = (axis: number, from: number, to: number, x: Value): Value => {
      const source = nearestSource({ from, to, ...grid(attributes) });
      if (from === to && source.every((place, i) => place === i)) return x;
      return build.op('GatherV2', [x, build.constant(source, [to], 'int32')], { axis, batchDims: 0 });
    };
    return along(1, height, newHeight, along(2, width, newWidth, images));
  },
};

/**
 * The gradient of a resize, which is linear: dy weighted by the transposes of what interpolates along height and width. Unlike those
 * of tfjs, which ignore it, it heeds `halfPixelCenters`.
 */
const gradientOf = (kernel: string, interpolation: Interpolation): Composite => ({
  inputs: ['images', 'dy'],
  expand(build, inputs, attributes) {
    const [images, dy] = [inputAt(kernel, inputs), inputAt(kernel, inputs, 1)];
    const [batch, height, width, channels] = imagesOf(kernel, images.shape);
    const [, fromHeight, fromWidth] = imagesOf(kernel, dy.shape);
    const transposed = (from: number, to: number, columns: Value): Value => {
      const matrix = build.constant(
        weights(interpolation, { from, to, ...grid(attributes) }),
        [1, to, from],
        'float32',
      );
      return multiply(build, matrix, columns);
    };
    const rows = build.op('Reshape', [dy], { shape: [batch, fromHeight, fromWidth * channels] });
    const tall = transposed(height, fromHeight, rows); // [batch, height, fromWidth · channels]
    const columns = build.op('Reshape', [tall], { shape: [batch * height, fromWidth, channels] });
    const full = transposed(width, fromWidth, columns); // [batch · height, width, channels]
    return build.op('Reshape', [full], { shape: images.shape });
  },
});

const multiply = (build: Builder, matrix: Value, columns: Value): Value =>
  build.op('BatchMatMul', [matrix, columns], { transposeA: true, transposeB: false });

export const resizeRows: Rows = {
  ResizeBilinear: bilinear,
  ResizeBilinearGrad: gradientOf('ResizeBilinearGrad', 'bilinear'),
  ResizeNearestNeighbor: nearest,
  ResizeNearestNeighborGrad: gradientOf('ResizeNearestNeighborGrad', 'nearest'),
};
