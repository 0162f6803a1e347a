import { type Key, key, split } from '@jensenjs/core';

export interface RunKeys {
  /** Of the initial weights. */
  readonly model: Key;
  readonly training: Key;
  readonly evaluation: Key;
  /** Of the samples that are shown. */
  readonly pictures: Key;
}

/** The keys that a run of this seed uses. */
export function runKeys(seed: number): RunKeys {
  const [model, training, evaluation, pictures] = split(key(seed), 4);
  return { model, training, evaluation, pictures };
}
