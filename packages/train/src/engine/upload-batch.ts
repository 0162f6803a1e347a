import type { Batch, BatchSpec, HostBatch } from '@jensenjs/core';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';

/** Tensors of a batch, owned by the caller. */
export function uploadBatch(batch: HostBatch, spec: BatchSpec): Batch {
  const tensors = Object.keys(spec).map((name): [string, Tensor] => {
    const { data, shape, dtype } = batch[name] as HostBatch[string];
    return [name, tensor(data, [...shape], dtype)];
  });
  // `x` is in the specification of every source that a model can use; objectives of the user's may read other names.
  return Object.fromEntries(tensors) as Record<string, Tensor> as unknown as Batch;
}
