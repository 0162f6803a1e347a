import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Kernel } from '../backend';

/* tfjs's gather is wrong when there are batch dimensions; here each slice is copied to its place. */
export const gather: Kernel = {
  name: 'GatherV2',
  make:
    (stock) =>
    ({ inputs, attrs, backend }) => {
      const { x, indices } = inputs as { x: TensorInfo; indices: TensorInfo };
      const { axis, batchDims } = attrs as { axis: number; batchDims: number };
      if (batchDims === 0) return stock({ inputs, attrs, backend });
      const [along = 0] = util.parseAxisParam(axis, x.shape);
      const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
        backend_util.segment_util.collectGatherOpShapeInfo(x, indices, along, batchDims);
      const out = backend.makeOutput(outputShape, x.dtype);
      const ids = backend.typedArrayFromHeap(indices);
      const from = backend.typedArrayFromHeap(x);
      const to = backend.typedArrayFromHeap(out);
      const perBatch = ids.length / batchSize;
      let end = 0;
      for (let block = 0; block < batchSize * outerSize; block++) {
        const batch = Math.floor(block / outerSize);
        for (const id of ids.subarray(batch * perBatch, (batch + 1) * perBatch)) {
          if (id < 0 || id >= dimSize) throw new Error(`gather: index ${id} is not in [0, ${dimSize - 1}].`);
          const start = (block * dimSize + id) * sliceSize;
          to.set(from.subarray(start, start + sliceSize), end);
          end += sliceSize;
        }
      }
      return out;
    },
};
