import { ArgumentError, type HostArray, type TrainingState } from '@jensenjs/core';

/**
 * The moving averages that an optimiser with `ema` kept of an objective's parameters, by their names: what to evaluate or
 * to sample from, instead of the last values.
 * @throws ArgumentError when the state holds none for this objective.
 */
export function averagedParameters(state: TrainingState, objective: string): Readonly<Record<string, HostArray>> {
  const [prefix, suffix] = [`${objective}/slots/`, '/average'];
  const found = Object.entries(state).filter(([name]) => name.startsWith(prefix) && name.endsWith(suffix));
  if (found.length === 0)
    throw new ArgumentError(
      'averagedParameters',
      `the state holds no averages for objective ${objective}. Give its optimiser the option ema.`,
    );
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length, -suffix.length), value]));
}
