import { useBackend } from '@jensenjs/core';
import { describe, expect, test } from 'vitest';
import { modelNames } from '../../../tools/conformance/src/training/models';
import { worstArray } from '../../../tools/conformance/src/training/states';
import { createTrainer } from '../../../tools/conformance/src/training/trainer';
import { cpu } from '../../backend-cpu/src/cpu';
import { isAbsent, load } from './addon.fixture';
import { node } from './tensorflow';

const STEPS = 4;
const { train, stepFrom } = createTrainer();

describe.skipIf(isAbsent)('training on the real tfjs-node goes as on cpu', () => {
  test.each(modelNames)('%s', async (model) => {
    await useBackend(cpu());
    const expected = await train(model, STEPS);
    await useBackend(node({ load }));
    const states = await stepFrom(
      model,
      expected.slice(0, STEPS).map((state, step) => ({ step, state })),
    );
    for (const [step, state] of states.entries()) {
      const { error, name } = worstArray(state, expected[step + 1] ?? {});
      expect(error, `${name} in step ${step}`).toBeLessThan(1e-5);
    }
  });
});
