import { type BatchSource, DataError, type Key, type Objective } from '@jensenjs/core';
import type { Json, RunDescription } from '../checkpoints/checkpoint';
import { describeSchedule, type Schedule } from '../schedules';

/** What a checkpoint must agree with to be resumed. */
export function describeRun(key: Key, batches: BatchSource, objectives: readonly Objective[]): RunDescription {
  const arrays = Object.entries(batches.spec).map(([name, { shape, dtype }]) => [
    name,
    `${dtype} [${shape.join(', ')}]`,
  ]);
  return {
    key: key.words(),
    batches: {
      batchSize: batches.batchSize,
      batchesPerEpoch: batches.batchesPerEpoch,
      spec: Object.fromEntries(arrays) as Record<string, string>,
    },
    objectives: objectives.map(({ name, every = 1, repeat = 1, optimizer }) => ({
      name,
      every,
      repeat,
      optimizer: { ...optimizer.spec },
      learningRate: describeSchedule(optimizer.learningRate as Schedule),
    })),
  };
}

/** Refuses a checkpoint of another run. @throws DataError that names everything in which they differ. */
export function compareRuns(stored: RunDescription, present: RunDescription): void {
  const there = flatten(stored as unknown as Json);
  const here = flatten(present as unknown as Json);
  const differences = [...new Set([...there.keys(), ...here.keys()])]
    .filter((path) => there.get(path) !== here.get(path))
    .map((path) => `${path} is ${there.get(path) ?? 'absent'} there and ${here.get(path) ?? 'absent'} here`);
  if (differences.length === 0) return;
  throw new DataError(
    'checkpoint',
    `it belongs to another run: ${differences.slice(0, 5).join('; ')}. Resume with the settings it was made with.`,
  );
}

/** Leaves of a JSON value by path: `objectives.0.optimizer.kind`. */
function flatten(value: Json, path: readonly string[] = [], into = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null) return into.set(path.join('.'), JSON.stringify(value));
  for (const [name, member] of Object.entries(value)) flatten(member, [...path, name], into);
  return into;
}
