import type { BatchSpec, Objective, PreparedEngine, TrainingState } from '@jensenjs/core';
import { findNonFinite, namedVariables } from './finite';
import { locate } from './locate';
import type { Plan } from './plan';

type Snapshot = ReturnType<NonNullable<PreparedEngine['snapshot']>>;

/** Sees that all numbers are finite at every report, and keeps the state of the last one where they were. */
export interface Guard {
  /**
   * Looks at the metrics and at every variable.
   * @throws NumericalError that names the first tensor which is not finite; the variables are then as at the last good report.
   */
  readonly check: (step: number, metrics: Readonly<Record<string, number>>) => Promise<void>;
  /** Looks at all of a captured state, optimiser slots included. @throws NumericalError, likewise. */
  readonly checkState: (step: number, state: TrainingState) => Promise<void>;
  /** Takes the present state as good. */
  readonly accept: (step: number) => Promise<void>;
  readonly dispose: () => void;
}

export function createGuard(
  prepared: PreparedEngine,
  objectives: readonly Objective[],
  spec: BatchSpec,
  plan: Plan,
): Guard {
  const variables = namedVariables(objectives);
  let good: { readonly step: number; readonly state: Snapshot } | undefined;
  const refuse = async (step: number, symptom: string | undefined): Promise<void> => {
    if (symptom === undefined || !good) return;
    const state = await good.state.capture();
    throw await locate({ objectives, spec, plan, state, from: good.step, to: step, symptom });
  };
  return {
    check: async (step, metrics) => {
      await prepared.sync();
      const metric = Object.keys(metrics).find((name) => !Number.isFinite(metrics[name]));
      await refuse(step, metric ?? (await findNonFinite(variables))[0]);
    },
    checkState: async (step, state) => {
      await refuse(
        step,
        Object.keys(state).find((name) => !state[name]?.data.every(Number.isFinite)),
      );
    },
    accept: async (step) => {
      good?.state.dispose();
      good = { step, state: await hold(prepared) };
    },
    dispose: () => good?.state.dispose(),
  };
}

async function hold(prepared: PreparedEngine): Promise<Snapshot> {
  if (prepared.snapshot) return prepared.snapshot();
  const state = await prepared.capture();
  return { capture: async () => state, dispose: () => undefined };
}
