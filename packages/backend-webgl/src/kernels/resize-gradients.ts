import { scratch } from '@jensenjs/core/adapter';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';

/**
 * With corners aligned, all of an enlarged side comes from a side of one pixel, and its gradients add up; tfjs divides by the
 * number of gaps between pixels, which is 0.
 */
const resizeGradient = (name: string): Kernel => ({
  name,
  make: (stock) => (args) => {
    const { inputs, attrs, backend } = args;
    const [images, dy] = [inputs.images, inputs.dy] as [TensorInfo, TensorInfo];
    const single = [1, 2].filter((axis) => images.shape[axis] === 1 && (dy.shape[axis] as number) > 1);
    if (!attrs.alignCorners || single.length === 0) return stock(args);
    return scratch(backend, (keep) => {
      const sum = keep(run(backend, 'Sum', { x: dy }, { axis: single, keepDims: true }));
      return stock({ ...args, inputs: { images, dy: sum } });
    });
  },
});

export const resizeGradients: readonly Kernel[] = [
  resizeGradient('ResizeBilinearGrad'),
  resizeGradient('ResizeNearestNeighborGrad'),
];
