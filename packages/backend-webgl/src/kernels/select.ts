import { scratch } from '@jensenjs/core/adapter';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, reshape } from '../backend';

/** tfjs has shaders for four axes. The condition has the shape of the others, or is a vector that chooses rows. */
export const select: Kernel = {
  name: 'Select',
  make: (stock) => (args) => {
    const { inputs, backend } = args;
    const [condition, t, e] = [inputs.condition, inputs.t, inputs.e] as [TensorInfo, TensorInfo, TensorInfo];
    if (t.shape.length <= 4) return stock(args);
    const size = t.shape.reduce((product, side) => product * side, 1);
    const rows = condition.shape.reduce((product, side) => product * side, 1);
    const shape = rows === size ? [size] : [rows, size / rows];
    return scratch(backend, (keep) => {
      const flat = (x: TensorInfo, as: readonly number[]): TensorInfo => keep(reshape(backend, x, as));
      const chosen = stock({
        ...args,
        inputs: { condition: flat(condition, [rows]), t: flat(t, shape), e: flat(e, shape) },
      });
      return reshape(backend, keep(chosen), t.shape);
    });
  },
};
