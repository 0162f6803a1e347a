import type { BatchSpec, HostBatch } from '../contracts/engine';
import { ArgumentError } from '../errors';

/** The batch of one repetition of an objective. @throws ArgumentError when the step has too few, or it does not fit. */
export function takeBatch(
  where: string,
  objective: string,
  batches: readonly HostBatch[],
  repetition: number,
  spec: BatchSpec,
): HostBatch {
  const batch = batches[repetition];
  if (!batch)
    throw new ArgumentError(
      where,
      `objective ${objective} needs ${repetition + 1} batches in a step, got ${batches.length}.`,
    );
  checkBatch(where, batch, spec);
  return batch;
}

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
