/** A sum and the number of values in it. */
interface Tally {
  readonly sum: number;
  readonly count: number;
}

/** Means of metrics, accumulated on the host in float32, so that a sum kept in a checkpoint goes on to the last bit. */
export interface Tallies {
  readonly add: (name: string, sum: number, count: number) => void;
  /** Means since the last call. */
  readonly read: () => Record<string, number>;
  readonly entries: () => readonly (readonly [string, Tally])[];
  /** Replaces what was accumulated by sums kept earlier. */
  readonly restore: (sums: ReadonlyMap<string, Tally>) => void;
}

export function createTallies(): Tallies {
  let tallies = new Map<string, Tally>();
  return {
    add: (name, sum, count) => {
      const before = tallies.get(name) ?? { sum: 0, count: 0 };
      tallies.set(name, { sum: Math.fround(before.sum + sum), count: before.count + count });
    },
    read: () => {
      const means = [...tallies].map(([name, { sum, count }]) => [name, sum / count] as const);
      tallies.clear();
      return Object.fromEntries(means);
    },
    entries: () => [...tallies],
    restore: (sums) => {
      tallies = new Map(sums);
    },
  };
}
