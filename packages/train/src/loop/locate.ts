import { type BatchSpec, NumericalError, type Objective, type TrainingState } from '@jensenjs/core';
import { prepareEager } from '../engine/eager';
import { type Culprit, createKernelTrace } from './kernel-trace';
import type { Plan } from './plan';

/**
 * Does the steps after `from` again, watched, and tells in which of them, where and by which kernel the first number that is
 * not finite arose. The variables are left as they were after step `from`.
 */
export async function locate(args: {
  readonly objectives: readonly Objective[];
  readonly spec: BatchSpec;
  readonly plan: Plan;
  /** The state after step `from`, in which all was well. */
  readonly state: TrainingState;
  readonly from: number;
  readonly to: number;
  /** What was found not to be finite after step `to`. */
  readonly symptom: string;
}): Promise<NumericalError> {
  const { objectives, spec, plan, state, from, to, symptom } = args;
  const trace = createKernelTrace();
  const prepared = prepareEager(objectives, spec, trace.probe);
  try {
    await prepared.restore(state);
    for (let step = from; step < to; step++) {
      const batches = await plan.stepBatches(step);
      const detach = trace.attach();
      try {
        await prepared.step({ key: plan.stepKey(step), step, batches });
      } finally {
        detach();
      }
      const culprit = await trace.flush();
      if (culprit) return describe(culprit, step + 1, from);
    }
    return new NumericalError(
      'train',
      symptom,
      `${symptom} is not finite after step ${to}. Doing the steps from ${from} again gave finite numbers: an objective is ` +
        'not a pure function of its arguments and variables, or the engine computes it differently.',
    );
  } finally {
    await prepared.restore(state);
    prepared.dispose();
  }
}

function describe({ objective, name, shape, origin }: Culprit, step: number, from: number): NumericalError {
  const tensor = `${objective}: ${name.replace(/^the /, '')}`;
  const source = origin.kernel
    ? `it comes from the kernel ${origin.kernel} with output [${origin.shape.join(', ')}] in ${origin.part}`
    : `it comes from a constant [${origin.shape.join(', ')}] that enters in ${origin.part}`;
  const advice = name.endsWith('of the batch')
    ? 'Clean the data.'
    : 'Lower the learning rate, bound the gradients (clipNorm), or compute in log space and keep arguments inside the domain.';
  return new NumericalError(
    'train',
    tensor,
    `in step ${step}, ${name} [${shape.join(', ')}] of objective ${objective} is the first tensor that is not finite; ` +
      `${source}. The variables hold their values after step ${from}; no checkpoint was written since. ${advice}`,
  );
}
