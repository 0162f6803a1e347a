import { sizeOf } from '@jensenjs/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Kernel } from '../backend';
import { compute } from './compute';

/** The first place of the largest or smallest number. tfjs gives shape [1] for [], and fails for int32 along other axes than the last. */
const place = (name: string, better: string): Kernel => ({
  name,
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const x = inputs.x as TensorInfo;
      const axis = util.parseAxisParam(attrs.axis as number, [...x.shape])[0] ?? 0;
      return compute(backend, {
        key: name,
        inputs: { x },
        shape: x.shape.toSpliced(axis, 1),
        dtype: 'int32',
        integers: { length: x.shape[axis] ?? 1, inner: sizeOf(x.shape.slice(axis + 1)) },
        code: `
          let first = index / uniforms.inner * uniforms.length * uniforms.inner + index % uniforms.inner;
          var best = x[first];
          var place = 0;
          for (var k = 1; k < uniforms.length; k++) {
            let value = x[first + k * uniforms.inner];
            if (value ${better} best) { best = value; place = k; }
          }
          result[index] = T(place);
        `,
      });
    },
});

export const argumentKernels: readonly Kernel[] = [place('ArgMax', '>'), place('ArgMin', '<')];
