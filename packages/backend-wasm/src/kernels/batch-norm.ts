import { scratch } from '@jensenjs/core/adapter';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { constant, type Kernel, run } from '../backend';

/**
 * (x − mean) · scale / √(variance + ε) + offset. tfjs's kernel is a scalar loop, several times slower than these
 * operations.
 */
export const fusedBatchNorm: Kernel = {
  name: 'FusedBatchNorm',
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { x, mean, variance, scale, offset } = inputs as Readonly<Record<string, TensorInfo>>;
      const { varianceEpsilon } = attrs as { varianceEpsilon: number };
      if (!x || !mean || !variance || util.sizeFromShape(x.shape) === 0) return stock({ inputs, attrs, backend });
      return scratch(backend, (keep) => {
        const epsilon = keep(constant(backend, varianceEpsilon, 'float32'));
        const inverse = keep(run(backend, 'Rsqrt', { x: keep(run(backend, 'Add', { a: variance, b: epsilon })) }));
        const factor = scale ? keep(run(backend, 'Multiply', { a: inverse, b: scale })) : inverse;
        const centred = keep(run(backend, 'Sub', { a: x, b: mean }));
        const scaled = run(backend, 'Multiply', { a: centred, b: factor });
        return offset ? run(backend, 'Add', { a: keep(scaled), b: offset }) : scaled;
      });
    },
};
