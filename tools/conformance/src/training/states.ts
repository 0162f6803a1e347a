import type { HostArray, TrainingState } from '@jensenjs/core';

/** A training state with plain arrays, which cross over to other processes and pages. */
export type PlainState = Readonly<Record<string, Omit<HostArray, 'data'> & { readonly data: readonly number[] }>>;

export function plainState(state: TrainingState): PlainState {
  return Object.fromEntries(
    Object.entries(state).map(([name, { data, ...rest }]) => [name, { ...rest, data: Array.from(data) }]),
  );
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** The state that a step starts from: what was measured before is left out. */
export function typedState(state: PlainState): TrainingState {
  return Object.fromEntries(
    Object.entries(state)
      .filter(([name]) => !name.includes('/metrics/'))
      .map(([name, { data, ...rest }]) => [name, { ...rest, data: ARRAYS[rest.dtype].from(data) }]),
  ) as TrainingState;
}

const largest = (numbers: readonly number[]): number => numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** What belongs together: the parameters of an objective, its gradients, its state, the sums of its metrics. */
function kindOf(name: string): string {
  const [player, group, ...rest] = name.split('/');
  return [player, group, group === 'slots' || group === 'metrics' ? rest.at(-1) : ''].join(' ');
}

/** The array with the largest difference, in parts of the largest number of its kind; ∞ for one that is missing or not finite. */
export function worstArray(
  actual: PlainState,
  expected: PlainState,
): { readonly name: string; readonly error: number } {
  const scales = new Map<string, number>();
  for (const [name, { data }] of Object.entries(expected))
    scales.set(kindOf(name), Math.max(scales.get(kindOf(name)) ?? 0, largest(data)));
  let worst = { name: '', error: 0 };
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  for (const name of names) {
    const [wanted, got] = [expected[name]?.data, actual[name]?.data];
    const difference =
      wanted && got?.length === wanted.length ? largest(wanted.map((x, i) => x - (got[i] as number))) : NaN;
    const error = difference === 0 ? 0 : difference / (scales.get(kindOf(name)) ?? 0);
    if (Number.isNaN(error)) return { name, error: Number.POSITIVE_INFINITY };
    if (error > worst.error) worst = { name, error };
  }
  return worst;
}
