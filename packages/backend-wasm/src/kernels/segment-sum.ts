import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel } from '../backend';

/*
 * Sums the rows of x [n, ...] that have the same segment id: [numSegments, ...]. Ids outside are dropped. tfjs has no
 * such kernel for wasm; it is the gradient of gather, so models that look parameters up by index need it.
 */
export const unsortedSegmentSum: Kernel = {
  name: 'UnsortedSegmentSum',
  make:
    () =>
    ({ inputs, attrs, backend }) => {
      const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
      const { numSegments } = attrs as { numSegments: number };
      const row = x.shape.slice(1);
      const width = row.reduce((size, d) => size * d, 1);
      const out = backend.makeOutput([numSegments, ...row], x.dtype);
      const sums = backend.typedArrayFromHeap(out).fill(0);
      const values = backend.typedArrayFromHeap(x);
      for (const [i, id] of backend.typedArrayFromHeap(segmentIds).entries()) {
        if (id < 0 || id >= numSegments) continue;
        for (let j = 0; j < width; j++) {
          const at = id * width + j;
          sums[at] = (sums[at] ?? 0) + (values[i * width + j] ?? 0);
        }
      }
      return out;
    },
};
