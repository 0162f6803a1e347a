import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { computed, type Kernel } from '../backend';

/** tfjs's kernel writes integers, whatever the data type of the result, and damages the heap when it is bool. */
export const oneHot: Kernel = {
  name: 'OneHot',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { indices } = inputs as { indices: TensorInfo };
      const { dtype, depth, onValue, offValue } = attrs as unknown as {
        dtype: DataType;
        depth: number;
        onValue: number;
        offValue: number;
      };
      return computed(backend, [...indices.shape, depth], dtype, [indices], (to, from) => {
        to.fill(offValue);
        from?.forEach((index, i) => {
          if (index >= 0 && index < depth) to[i * depth + index] = onValue;
        });
      });
    },
};
