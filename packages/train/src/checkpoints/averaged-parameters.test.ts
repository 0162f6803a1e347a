import { key } from '@jensenjs/core';
import { expect, it } from 'vitest';
import { train } from '../loop/train';
import { adam } from '../optimizers/adam';
import { plane, planeBatches } from '../plane.fixture';
import { averagedParameters } from './averaged-parameters';
import { memoryStore } from './store';

it('finds the averages of an objective by the names of its parameters', async () => {
  const { objective } = plane({ optimizer: adam({ learningRate: 0.1, ema: 0 }) });
  const store = memoryStore();
  const reports = train({
    key: key(1),
    batches: planeBatches(),
    objectives: [objective],
    steps: 3,
    checkpoints: { store },
  });
  for await (const _ of reports);
  const { state } = (await store.latest()) as NonNullable<Awaited<ReturnType<typeof store.latest>>>;
  const averages = averagedParameters(state, 'plane');
  expect(Object.keys(averages).sort()).toEqual(['bias', 'kernel']);
  // An average without memory is the last value.
  expect(averages.kernel).toEqual(state['plane/parameters/kernel']);
  expect(() => averagedParameters(state, 'other')).toThrow(/no averages for objective other. Give its optimiser/);
});
