import { recordCalls } from './calls/record';
import { allCases } from './cases/all-cases';
import { partsOf } from './evaluate-case';
import type { Expected } from './judge/checks';
import type { Reference } from './reference/open-reference';
import type { Questions, Runs } from './run-backend';
import { modelNames } from './training/models';
import { createTrainer } from './training/trainer';

/** Steps in which each small model is followed, and steps after which a backend must hold what it held before them. */
const STEPS = { training: 50, memory: 2000 };

/** What every backend is asked, with the right answers; the cpu backend must be active. Only kernels that `isWanted`. */
export async function askEverything(
  reference: Reference,
  isWanted: (kernel: string) => boolean,
): Promise<{ readonly questions: Questions; readonly expected: Expected }> {
  const calls = (await recordCalls()).filter(({ kernel }) => isWanted(kernel));
  const parts = allCases
    .filter(({ name }) => isWanted(name))
    .flatMap((one) => partsOf(one).map((part) => ({ name: one.name, part })));
  const { train } = createTrainer();
  const runs: Partial<Record<keyof Runs, Runs[keyof Runs]>> = {};
  for (const model of modelNames) runs[model] = await train(model, STEPS.training);
  return {
    questions: { calls, parts, runs: runs as Runs, steps: STEPS.memory },
    expected: { calls: await reference.replayCalls(calls), parts: await reference.evaluateParts(parts) },
  };
}
