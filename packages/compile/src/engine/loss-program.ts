import {
  type Batch,
  type BatchSpec,
  differentiate,
  drawInto,
  foldIn,
  type HostBatch,
  type Key,
  reportedMetrics,
  sizeOf,
  stateUpdates,
} from '@jensenjs/core';
import { cast, clone, type Scalar, stack, sum, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { allocate } from '../graph/constants';
import type { Data, DataType } from '../graph/graph';
import { loadTraced, type Workshop } from './load-traced';
import type { Player } from './player';

/** The loss of an objective, all that follows from it, and its gradients, for batches of one size. */
export interface LossProgram {
  /** Fills the player's gradients, `sums` and the values of `updates`. */
  readonly run: (args: { readonly key: Key; readonly step: number; readonly batch: HostBatch }) => Promise<void>;
  /** The sums of the metrics over the batch, in the order of `metrics`. */
  readonly sums: Float32Array;
  readonly metrics: readonly { readonly name: string; readonly count: number }[];
  /** What the objective proposes for its state, and the arrays that are to have it. */
  readonly updates: readonly { readonly target: Data; readonly value: Data }[];
  readonly dispose: () => Promise<void>;
}

/** @throws as `differentiate` and the checks of what an objective returns, and as `trace`. */
export async function loadLoss(
  workshop: Workshop,
  { objective, labels, gradients }: Player,
  spec: BatchSpec,
  rows: number,
): Promise<LossProgram> {
  let metrics: LossProgram['metrics'] = [];
  let proposed: readonly (readonly [string, Variable])[] = [];
  const { program, inputs, noise } = await loadTraced(workshop, `objective ${objective.name}`, ({ key, input }) => {
    const batch = Object.fromEntries(
      Object.entries(spec).map(([name, { shape, dtype }]) => [name, input(batchInput(name), [rows, ...shape], dtype)]),
    );
    const step = input('step', [], 'int32') as Scalar;
    const derivatives = differentiate(objective, () =>
      objective.loss({ key, batch: batch as Record<string, Tensor> as unknown as Batch, step }),
    );
    try {
      const reported = Object.entries(reportedMetrics(objective.name, derivatives));
      const updates = stateUpdates(objective, derivatives.updates);
      metrics = reported.map(([name, { size }]) => ({ name: `${objective.name}/${name}`, count: size }));
      proposed = updates.map(({ label, variable }) => [updateOutput(label), variable]);
      return Object.fromEntries([
        [SUMS, stack(reported.map(([, value]) => sum(cast(value, 'float32'))))],
        ...labels.map((label, i) => [gradientOutput(label), clone(derivatives.gradients[i] as Tensor)] as const),
        ...updates.map(({ label, value }) => [updateOutput(label), clone(value)] as const),
      ]);
    } finally {
      derivatives.dispose();
    }
  });
  const sums = new Float32Array(metrics.length);
  const updates = new Map(
    proposed.map(([name, variable]) => [
      name,
      {
        target: workshop.mirror.hold(name, variable),
        value: allocate(variable.dtype as DataType, sizeOf(variable.shape)),
      },
    ]),
  );
  const outputs: Record<string, Data> = { [SUMS]: sums };
  labels.forEach((label, i) => (outputs[gradientOutput(label)] = gradients[i] as Float32Array));
  for (const [name, { value }] of updates) outputs[name] = value;
  const stepNumber = inputs.step;
  const arrays = Object.entries(spec).filter(([name]) => batchInput(name) in inputs);
  return {
    run: ({ key, step, batch }) => {
      if (stepNumber) stepNumber[0] = step;
      // Copied: a program looks anew at arrays that it has not seen before, which costs more.
      for (const [name] of arrays) (inputs[batchInput(name)] as Data).set((batch[name] as HostBatch[string]).data);
      for (const { name, path, noise: kind } of noise)
        drawInto(path.reduce(foldIn, key), kind, inputs[name] as Float32Array<ArrayBuffer>);
      return program.run(inputs, outputs);
    },
    sums,
    metrics,
    updates: [...updates.values()],
    dispose: () => program.dispose(),
  };
}

const SUMS = 'sums';
const batchInput = (name: string): string => `batch/${name}`;
const gradientOutput = (label: string): string => `gradient/${label}`;
const updateOutput = (label: string): string => `update/${label}`;
