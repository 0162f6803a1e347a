import {
  eye,
  type GradConfig,
  matMul,
  ResizeBilinear,
  ResizeBilinearGrad,
  ResizeNearestNeighbor,
  ResizeNearestNeighborGrad,
  reshape,
  type Tensor,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { runKernel } from '../kernel';
import { defineGradient } from './define';

interface Attributes {
  size: [number, number];
  alignCorners: boolean;
  halfPixelCenters: boolean;
}

/**
 * Resizing is linear and separable. The backprop kernels of tfjs ignore `halfPixelCenters` (a silently wrong gradient), and on the cpu
 * the bilinear one swaps height and width in the shape of its result.
 */
const ofResize = (resize: string, backprop: string): GradConfig =>
  defineGradient(resize, ['images'], (dy, { images }, attributes: Attributes) => ({
    images: () =>
      attributes.halfPixelCenters
        ? transposed(resize, dy, images.shape, attributes)
        : reshape(runKernel(backprop, { images, dy }, attributes), images.shape),
  }));

/** Rᵀ dy C for an operator y = R x Cᵀ on the height and width of x; R and C are the resized identity matrices. */
function transposed(resize: string, dy: Tensor, shape: number[], { halfPixelCenters }: Attributes): Tensor {
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const [, outHeight = 1, outWidth = 1] = dy.shape;
  const matrix = (size: number, out: number): Tensor => {
    const identity = reshape(eye(size), [1, size, size, 1]);
    const attributes = { size: [out, size], alignCorners: false, halfPixelCenters };
    return reshape(runKernel(resize, { images: identity }, attributes), [out, size]);
  };
  const rows = matMul(matrix(height, outHeight), reshape(dy, [batch, outHeight, outWidth * channels]), true); // [batch, height, ·]
  const columns = matMul(matrix(width, outWidth), reshape(rows, [batch * height, outWidth, channels]), true);
  return reshape(columns, shape);
}

const ofBackprop = (resize: string, backprop: string): GradConfig =>
  defineGradient(backprop, ['images', 'dy'], (ddx, { images, dy }, attributes: Attributes) => ({
    images: () => zerosLike(images), // only its shape is used
    dy: () => {
      const [, height = 1, width = 1] = dy.shape;
      return runKernel(resize, { images: reshape(ddx, images.shape) }, { ...attributes, size: [height, width] });
    },
  }));

export const resize: readonly GradConfig[] = [
  ofResize(ResizeBilinear, ResizeBilinearGrad),
  ofResize(ResizeNearestNeighbor, ResizeNearestNeighborGrad),
  ofBackprop(ResizeBilinear, ResizeBilinearGrad),
  ofBackprop(ResizeNearestNeighbor, ResizeNearestNeighborGrad),
];
