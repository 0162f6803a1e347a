import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, numbersOf } from '../backend';

/** tfjs writes the updates into its input, too. */
export const tensorScatterUpdate: Kernel = {
  name: 'TensorScatterUpdate',
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { tensor } = inputs as { tensor: TensorInfo };
      const copy = backend.makeTensorInfo(tensor.shape, tensor.dtype, numbersOf(backend, tensor).slice());
      const out = stock({ inputs: { ...inputs, tensor: copy }, attrs, backend });
      backend.disposeData(copy.dataId);
      return out;
    },
};

/**
 * Sums the rows of x [n, …] that have the same segment id: [numSegments, …]. Ids outside are dropped. tfjs goes through x once for each
 * segment, and gives floats for integers.
 */
export const unsortedSegmentSum: Kernel = {
  name: 'UnsortedSegmentSum',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
      const { numSegments } = attrs as { numSegments: number };
      const row = x.shape.slice(segmentIds.shape.length);
      const width = row.reduce((size, d) => size * d, 1);
      const dtype = x.dtype === 'float32' ? 'float32' : 'int32';
      const sums = new (dtype === 'float32' ? Float32Array : Int32Array)(numSegments * width);
      const values = numbersOf(backend, x);
      for (const [i, id] of numbersOf(backend, segmentIds).entries()) {
        if (id < 0 || id >= numSegments) continue;
        for (let j = 0; j < width; j++) {
          const at = id * width + j;
          sums[at] = (sums[at] as number) + (values[i * width + j] as number);
        }
      }
      return backend.makeTensorInfo([numSegments, ...row], dtype, sums);
    },
};
