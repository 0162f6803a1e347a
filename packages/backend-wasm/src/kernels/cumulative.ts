import { scratch } from '@jensenjs/core/adapter';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';

/* tfjs's kernels refuse bool, take an axis counted from the end for none, and never end for a tensor []. */
export const cumulative: readonly Kernel[] = ['Cumsum', 'Cumprod'].map((name) => ({
  name,
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const [axis = 0] = x.shape.length === 0 ? [] : util.parseAxisParam(attrs.axis as number, x.shape);
      return scratch(backend, (keep) => {
        const numbers = x.dtype === 'bool' ? keep(run(backend, 'Cast', { x }, { dtype: 'int32' })) : x;
        const shape = x.shape.length === 0 ? [1] : x.shape;
        const out = stock({ inputs: { x: { ...numbers, shape } }, attrs: { ...attrs, axis }, backend });
        return { ...out, shape: x.shape };
      });
    },
}));
