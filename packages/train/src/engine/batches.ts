import { ArgumentError, type Batch, type BatchSpec, type HostBatch } from '@jensenjs/core';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';

/** Refuses a batch that is not as its specification says. @throws ArgumentError that names the array. */
export function checkBatch(where: string, batch: HostBatch, spec: BatchSpec): void {
  let size: number | undefined;
  for (const [name, { shape, dtype }] of Object.entries(spec)) {
    const array = batch[name];
    if (!array)
      throw new ArgumentError(where, `a batch lacks ${name}. It holds ${Object.keys(batch).join(', ') || 'nothing'}.`);
    const [rows = 0, ...rest] = array.shape;
    const length = array.shape.reduce((product, extent) => product * extent, 1);
    const expected = `expected ${dtype} [batch${shape.map((extent) => `, ${extent}`).join('')}]`;
    if (array.dtype !== dtype || array.shape.length !== shape.length + 1 || shape.some((d, i) => d !== rest[i]))
      throw new ArgumentError(
        where,
        `${name} of a batch: ${expected}, got ${array.dtype} [${array.shape.join(', ')}].`,
      );
    if (array.data.length !== length)
      throw new ArgumentError(
        where,
        `${name} of a batch has ${array.data.length} numbers for [${array.shape.join(', ')}].`,
      );
    if (rows === 0) throw new ArgumentError(where, `${name} of a batch is empty.`);
    size ??= rows;
    if (rows !== size)
      throw new ArgumentError(where, `${name} of a batch has ${rows} rows, but the arrays before it have ${size}.`);
  }
}

/** Tensors of a batch, owned by the caller. */
export function uploadBatch(batch: HostBatch, spec: BatchSpec): Batch {
  const tensors = Object.keys(spec).map((name): [string, Tensor] => {
    const { data, shape, dtype } = batch[name] as HostBatch[string];
    return [name, tensor(data, [...shape], dtype)];
  });
  // `x` is in the specification of every source that a model can use; objectives of the user's may read other names.
  return Object.fromEntries(tensors) as Record<string, Tensor> as unknown as Batch;
}
