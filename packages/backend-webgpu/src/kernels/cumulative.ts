import { sizeOf } from '@jensenjs/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel } from '../backend';
import { compute } from './compute';

/** tfjs keeps the length of the axis in its program, and uses that for other lengths, too; it stops at rank 4. */
const cumulative = (name: string, operator: string, start: number): Kernel => ({
  name,
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const x = inputs.x as TensorInfo;
      const rank = x.shape.length;
      const axis = ((attrs.axis as number) + rank) % rank;
      const length = x.shape[axis] as number;
      const inner = sizeOf(x.shape.slice(axis + 1));
      const { exclusive, reverse } = attrs as { exclusive: boolean; reverse: boolean };
      const store = 'result[at] = total;';
      const accumulate = `total = total ${operator} T(x[at]);`;
      return compute(backend, {
        key: `${name} ${exclusive} ${reverse}`,
        inputs: { x },
        shape: x.shape,
        dtype: x.dtype,
        integers: { length, inner },
        threads: sizeOf(x.shape) / Math.max(1, length),
        code: `
          let first = index / uniforms.inner * uniforms.length * uniforms.inner + index % uniforms.inner;
          var total = T(${start});
          for (var k = 0; k < uniforms.length; k++) {
            let at = first + ${reverse ? '(uniforms.length - 1 - k)' : 'k'} * uniforms.inner;
            ${exclusive ? store : accumulate}
            ${exclusive ? accumulate : store}
          }
        `,
      });
    },
});

export const cumulativeKernels: readonly Kernel[] = [cumulative('Cumsum', '+', 0), cumulative('Cumprod', '*', 1)];
