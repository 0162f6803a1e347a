import { cpu } from '@jensenjs/backend-cpu';
import { registerGradients, useBackend } from '@jensenjs/core';
import { recordCalls } from './calls/record';
import { allCases } from './cases/all-cases';
import { definitionProblems } from './definitions/check-definitions';
import { partsOf } from './evaluate-case';
import type { Expected } from './judge/checks';
import { JUMPS } from './judge/jumps';
import { openReference, type Reference } from './reference/open-reference';
import type { Questions, Runs } from './run-backend';
import { modelNames } from './training/models';
import { createTrainer } from './training/trainer';

/** Steps in which each small model is followed; and after which a backend must hold what it held before them. */
const STEPS = { training: 50, memory: 20, smallest: 2000 };

/** Of 1 + a finite difference in float64, what a derivative may be off. */
const DIFFERENCE = 1e-6;

/** What every backend is asked, with the right answers. */
export interface Asked {
  readonly questions: Questions;
  readonly expected: Expected;
  /** What is wrong with the reference itself: against definitions and finite differences, one line each. */
  readonly problems: readonly string[];
}

/**
 * Makes the questions about kernels of matching names, on the cpu backend, and has the reference answer them.
 * @param file the bundle of `reference.ts`
 */
export async function openQuestions(file: string, kernels: RegExp): Promise<Asked> {
  await useBackend(cpu());
  registerGradients();
  const reference = await openReference(file);
  const calls = (await recordCalls()).filter(({ kernel }) => kernels.test(kernel));
  const parts = allCases
    .filter(({ name }) => kernels.test(name))
    .flatMap((one) => partsOf(one).map((part) => ({ name: one.name, part })));
  const { train } = createTrainer();
  const runs: Partial<Record<keyof Runs, Runs[keyof Runs]>> = {};
  for (const model of modelNames) runs[model] = await train(model, STEPS.training);
  const expected = {
    calls: await reference.replayCalls(calls),
    parts: await reference.evaluateParts(parts),
  };
  const holds = [{ steps: STEPS.smallest }, ...modelNames.map((model) => ({ model, steps: STEPS.memory }))];
  const problems = [...definitionProblems(calls, expected.calls), ...derivativeProblems(reference, kernels)];
  return {
    questions: { calls, parts, runs: runs as Runs, holds },
    expected,
    problems: problems.map((line) => `reference: ${line}`),
  };
}

function derivativeProblems(reference: Reference, kernels: RegExp): string[] {
  return reference
    .derivativeErrors()
    .filter(
      ({ name, error }) => kernels.test(name) && !(error < DIFFERENCE) && !JUMPS.some(({ about }) => about.test(name)),
    )
    .map(({ name, part, error }) => `${name}: the ${part} is off finite differences by ${error.toExponential(1)}`);
}
