import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel } from '../backend';

/** tfjs takes an axis counted from the end, such as −1, for an axis that is not there. */
const cumulative = (name: string): Kernel => ({
  name,
  make: (stock) => (args) => {
    const axis = args.attrs.axis as number;
    const rank = (args.inputs.x as TensorInfo).shape.length;
    return stock({ ...args, attrs: { ...args.attrs, axis: axis < 0 ? axis + rank : axis } });
  },
});

export const cumulativeKernels: readonly Kernel[] = [cumulative('Cumsum'), cumulative('Cumprod')];
