import {
  eye,
  type GradConfig,
  matMul,
  ResizeBilinear,
  ResizeBilinearGrad,
  ResizeNearestNeighbor,
  reshape,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { runKernel } from '../kernel';
import { defineGradient } from './define';
import { type Linear, linear } from './linear';

interface Attributes {
  size: [number, number];
  alignCorners: boolean;
  halfPixelCenters: boolean;
}

/**
 * Resizing is linear. Its backprop kernels have no gradient, and ignore `halfPixelCenters` (a silently wrong gradient); on the cpu, the
 * bilinear one swaps height and width in its result's shape, and the nearest-neighbour one mixes up the images of a batch.
 */
const ofResize = (kernel: string, transpose: (images: Tensor, attributes: Attributes) => Linear): GradConfig =>
  defineGradient(kernel, ['images'], (dy, { images }, attributes: Attributes) => ({
    images: () => linear(transpose(images, attributes), (ddx) => runKernel(kernel, { images: ddx }, attributes), dy),
  }));

function transposeOfBilinear(images: Tensor, attributes: Attributes): Linear {
  if (attributes.halfPixelCenters) return separableTranspose(ResizeBilinear, images.shape, attributes);
  return (dy) => reshape(runKernel(ResizeBilinearGrad, { images, dy }, attributes), images.shape);
}

function transposeOfNearest(images: Tensor, attributes: Attributes): Linear {
  const [batch = 1, height = 1, width = 1, channels = 1] = images.shape;
  const [outHeight, outWidth] = attributes.size;
  if (attributes.alignCorners || outHeight % height > 0 || outWidth % width > 0) {
    return separableTranspose(ResizeNearestNeighbor, images.shape, attributes);
  }
  // Every pixel was repeated a whole number of times, as upsampling layers do: sum the copies.
  const copies = [batch, height, outHeight / height, width, (outWidth / width) * channels];
  return (dy) => {
    const rows = sum(reshape(dy, copies), 2); // [batch, height, width, copies · channels]
    return sum(reshape(rows, [batch, height, width, outWidth / width, channels]), 3);
  };
}

/** dy ↦ Rᵀ dy C, for a resize x ↦ R x Cᵀ of height and width. R and C are the resized identity matrices. */
function separableTranspose(kernel: string, shape: number[], attributes: Attributes): Linear {
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const [outHeight, outWidth] = attributes.size;
  const matrix = (size: number, out: number): Tensor => {
    const identity = reshape(eye(size), [1, size, size, 1]);
    return reshape(runKernel(kernel, { images: identity }, { ...attributes, size: [out, size] }), [1, out, size]);
  };
  return (dy) => {
    const rows = matMul(matrix(height, outHeight), reshape(dy, [batch, outHeight, outWidth * channels]), true);
    const columns = matMul(matrix(width, outWidth), reshape(rows, [batch * height, outWidth, channels]), true);
    return reshape(columns, shape);
  };
}

export const resize: readonly GradConfig[] = [
  ofResize(ResizeBilinear, transposeOfBilinear),
  ofResize(ResizeNearestNeighbor, transposeOfNearest),
];
