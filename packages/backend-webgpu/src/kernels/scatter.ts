import { sizeOf } from '@jensenjs/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, run } from '../backend';
import { compute } from './compute';
import { strides } from './steps';

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

/** tfjs adds integers in f32, where those beyond 2²⁴ lose their last digits. */
const scatterNd: Kernel = {
  name: 'ScatterNd',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const [indices, updates] = [inputs.indices as TensorInfo, inputs.updates as TensorInfo];
      const shape = attrs.shape as number[];
      const depth = indices.shape.length > 1 ? (indices.shape.at(-1) as number) : 1;
      const inner = sizeOf(shape.slice(depth));
      const own = strides(shape).slice(0, depth);
      const axes = own.map(
        (_, axis) => `
        let at${axis} = i32(indices[row * ${depth} + ${axis}]);
        if (at${axis} < 0 || at${axis} >= uniforms.side${axis}) { return; }
        first += at${axis} * uniforms.step${axis};`,
      );
      const numbers = own.flatMap((step, axis) => [
        [`side${axis}`, shape[axis] as number] as const,
        [`step${axis}`, step] as const,
      ]);
      const zeros = run(backend, 'Fill', {}, { shape, value: 0, dtype: updates.dtype });
      return compute(backend, {
        key: `ScatterNd ${depth}`,
        inputs: { indices, updates },
        shape,
        dtype: updates.dtype,
        integers: { inner, ...Object.fromEntries(numbers) },
        functions: updates.dtype === 'float32' ? addFloat : addInteger,
        threads: sizeOf(updates.shape),
        into: zeros,
        code: `
          let row = index / uniforms.inner;
          var first = index % uniforms.inner;
          ${axes.join('')}
          add(first, updates[index]);
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

export const scatterKernels: readonly Kernel[] = [unsortedSegmentSum, scatterNd, denseBincount];
