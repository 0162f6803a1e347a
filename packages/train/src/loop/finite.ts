import { DataError, type HostBatch, NumericalError, type Objective } from '@jensenjs/core';
import { stack, sub, sum, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';

/** Every variable of the objectives once, with a name for messages. */
export function namedVariables(objectives: readonly Objective[]): Map<Variable, string> {
  const named = new Map<Variable, string>();
  for (const { name, parameters, state } of objectives)
    for (const [label, variable] of Object.entries({ ...state, ...parameters }))
      if (!named.has(variable)) named.set(variable, `${name}: ${label}`);
  return named;
}

/** Names of those that hold a number that is not finite, with one read-back for all. */
export async function findNonFinite(tensors: ReadonlyMap<Tensor, string>): Promise<string[]> {
  const floats = [...tensors].filter(([value]) => value.dtype === 'float32');
  if (floats.length === 0) return [];
  // x − x is 0 for finite numbers and NaN for others; every backend has both kernels.
  const defects = tidy(() => stack(floats.map(([value]) => sum(sub(value, value)))));
  const numbers = await defects.data();
  defects.dispose();
  return floats.filter((_, i) => numbers[i] !== 0).map(([, name]) => name);
}

/** @throws NumericalError that names the variables which are not finite before the first step. */
export async function checkInitialValues(objectives: readonly Objective[]): Promise<void> {
  const bad = await findNonFinite(namedVariables(objectives));
  const [first] = bad;
  if (first === undefined) return;
  throw new NumericalError(
    'train',
    first,
    `before the first step ${bad.slice(0, 5).join(', ')} holds NaN or an infinity. Check how it is initialised.`,
  );
}

/** @throws DataError that names the array and row of the first number that is not finite. */
export function checkFiniteBatch(batch: HostBatch): void {
  for (const [name, { data, shape, dtype }] of Object.entries(batch)) {
    if (dtype !== 'float32') continue;
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    const row = Math.floor(at / (data.length / (shape[0] ?? 1)));
    throw new DataError(
      'batches',
      `${name} holds ${data[at]} in row ${row} of a batch. Clean the data before training.`,
    );
  }
}
