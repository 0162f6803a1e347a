import { sizeOf } from '@jensenjs/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';
import { compute } from './compute';

const addFloat = `
  fn add(at : i32, value : f32) {
    var seen = atomicLoad(&result[at]);
    loop {
      let sum = bitcast<i32>(bitcast<f32>(seen) + value);
      let outcome = atomicCompareExchangeWeak(&result[at], seen, sum);
      if (outcome.exchanged) { break; }
      seen = outcome.old_value;
    }
  }
`;
const addInteger = 'fn add(at : i32, value : i32) { atomicAdd(&result[at], value); }';

/** tfjs counts segments from the beginning again for ids beyond the last, which are to be left out. */
const unsortedSegmentSum: Kernel = {
  name: 'UnsortedSegmentSum',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const [x, ids] = [inputs.x as TensorInfo, inputs.segmentIds as TensorInfo];
      const segments = attrs.numSegments as number;
      const shape = [segments, ...x.shape.slice(1)];
      const inner = sizeOf(x.shape.slice(1));
      const zeros = run(backend, 'Fill', {}, { shape, value: 0, dtype: x.dtype });
      return compute(backend, {
        key: 'UnsortedSegmentSum',
        inputs: { x, ids },
        shape,
        dtype: x.dtype,
        integers: { segments, inner },
        functions: x.dtype === 'float32' ? addFloat : addInteger,
        threads: sizeOf(x.shape),
        into: zeros,
        code: `
          let id = i32(ids[index / uniforms.inner]);
          if (id >= 0 && id < uniforms.segments) { add(id * uniforms.inner + index % uniforms.inner, x[index]); }
        `,
      });
    },
};

/** tfjs mistakes the shape of the result for that of the numbers. */
const denseBincount: Kernel = {
  name: 'DenseBincount',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const [x, weights] = [inputs.x as TensorInfo, inputs.weights as TensorInfo];
      const bins = attrs.size as number;
      const binary = attrs.binaryOutput === true;
      const weighted = !binary && sizeOf(weights.shape) > 0;
      const value = weighted ? 'T(weights[i])' : 'T(1)';
      return compute(backend, {
        key: `DenseBincount ${binary} ${weighted}`,
        inputs: weighted ? { x, weights } : { x },
        shape: [...x.shape.slice(0, -1), bins],
        dtype: weights.dtype,
        integers: { bins, length: x.shape.at(-1) ?? 1 },
        code: `
          let bin = index % uniforms.bins;
          let first = index / uniforms.bins * uniforms.length;
          var total = T(0);
          for (var i = first; i < first + uniforms.length; i++) {
            if (i32(x[i]) == bin) { ${binary ? 'total = T(1);' : `total += ${value};`} }
          }
          result[index] = total;
        `,
      });
    },
};

export const scatterKernels: readonly Kernel[] = [unsortedSegmentSum, denseBincount];
