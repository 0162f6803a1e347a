import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';

/** With corners aligned, tfjs divides by the scale, which is 0 where one row or column became many: their gradients are added before. */
export const resizeBilinearGrad: Kernel = {
  name: 'ResizeBilinearGrad',
  make: (stock) => (args) => {
    const { inputs, attrs, backend } = args;
    const [images, dy] = [inputs.images as TensorInfo, inputs.dy as TensorInfo];
    const axis = [1, 2].filter((side) => images.shape[side] === 1);
    if (!attrs.alignCorners || axis.length === 0) return stock(args);
    const added = run(backend, 'Sum', { x: dy }, { axis, keepDims: true });
    const out = stock({ ...args, inputs: { images, dy: added } });
    backend.disposeData(added.dataId);
    return out;
  },
};
