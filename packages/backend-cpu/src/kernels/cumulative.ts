import { scratch } from '@jensenjs/core/adapter';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';

/* tfjs gives another shape where the axis is counted from the end, and 0 or 1 for a tensor []. */
export const cumulative: readonly Kernel[] = ['Cumsum', 'Cumprod'].map((name) => ({
  name,
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      if (x.shape.length > 0) {
        const [axis = 0] = util.parseAxisParam(attrs.axis as number, x.shape);
        return stock({ inputs, attrs: { ...attrs, axis }, backend });
      }
      return scratch(backend, (keep) => {
        const row = keep(run(backend, 'Reshape', { x }, { shape: [1] }));
        const out = keep(stock({ inputs: { x: row }, attrs: { ...attrs, axis: 0 }, backend }));
        return run(backend, 'Reshape', { x: out }, { shape: [] });
      });
    },
}));
