import { constraintValues } from '@jensenjs/core';
import type { Data } from '../graph/graph';
import { loadTraced, type Workshop } from './load-traced';
import type { Player } from './player';

/** The constraint of an objective on its parameters. */
export interface ConstraintProgram {
  /** Computes the new values. Overwrites the gradients, which have done their work. */
  readonly prepare: () => Promise<void>;
  /** Puts them into the parameters. */
  readonly commit: () => void;
  readonly dispose: () => Promise<void>;
}

/** @throws ArgumentError when it assigns anything but parameters, and as `trace`. */
export async function loadConstraint(workshop: Workshop, player: Player): Promise<ConstraintProgram> {
  const { objective, labels, values, gradients } = player;
  let constrained: readonly string[] = [];
  const { program, inputs } = await loadTraced(workshop, `the constraint of objective ${objective.name}`, () => {
    const proposals = constraintValues(objective);
    constrained = proposals.map(({ label }) => label);
    return Object.fromEntries(proposals.map(({ label, value }) => [label, value]));
  });
  const places = labels.flatMap((label, i) => (constrained.includes(label) ? [i] : []));
  const outputs: Record<string, Data> = Object.fromEntries(
    places.map((i) => [labels[i] as string, gradients[i] as Float32Array]),
  );
  return {
    prepare: () => program.run(inputs, outputs),
    commit: () => {
      for (const i of places) values[i]?.set(gradients[i] as Float32Array);
    },
    dispose: () => program.dispose(),
  };
}
