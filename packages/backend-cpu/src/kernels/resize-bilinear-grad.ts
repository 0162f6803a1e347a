import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel } from '../backend';

/** The numbers of tfjs's kernel are right; of their shape [batch, height, width, channels] it swaps height and width. */
export const resizeBilinearGrad: Kernel = {
  name: 'ResizeBilinearGrad',
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => ({
      ...stock({ inputs, attrs, backend }),
      shape: (inputs.images as TensorInfo).shape,
    }),
};
