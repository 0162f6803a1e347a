import { add, cast, clone, keep, scalar, stack, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** A sum on the device and the number of values in it. */
export interface Tally {
  readonly sum: Tensor;
  readonly count: number;
}

/** Means of metrics, accumulated on the device. */
export interface Meter {
  /** Adds a scalar, or each element of a vector [batch]. */
  readonly add: (name: string, value: Tensor) => void;
  /** Means since the last call. */
  readonly read: () => Promise<Record<string, number>>;
  readonly tallies: () => ReadonlyMap<string, Tally>;
  /** Replaces what was accumulated by sums kept earlier. */
  readonly restore: (sums: ReadonlyMap<string, { readonly sum: number; readonly count: number }>) => void;
  readonly dispose: () => void;
}

export function createMeter(): Meter {
  const tallies = new Map<string, Tally>();
  const clear = (): void => {
    for (const tally of tallies.values()) tally.sum.dispose();
    tallies.clear();
  };
  return {
    add: (name, value) => {
      const before = tallies.get(name);
      const total = tidy(() => {
        const amount = sum(cast(value, 'float32'));
        return before ? add(before.sum, amount) : clone(amount);
      });
      before?.sum.dispose();
      tallies.set(name, { sum: keep(total), count: (before?.count ?? 0) + value.size });
    },
    read: async () => {
      if (tallies.size === 0) return {};
      const entries = [...tallies].map(([name, { count }]) => ({ name, count }));
      const all = tidy(() => stack([...tallies.values()].map((tally) => tally.sum)));
      clear();
      const sums = await all.data();
      all.dispose();
      return Object.fromEntries(entries.map(({ name, count }, i) => [name, (sums[i] as number) / count]));
    },
    tallies: () => tallies,
    restore: (sums) => {
      clear();
      for (const [name, { sum: total, count }] of sums) tallies.set(name, { sum: keep(scalar(total)), count });
    },
    dispose: clear,
  };
}
