import { ArgumentError, type HostArray, optimizerUpdate, sameShape, sizeOf, type Slots } from '@jensenjs/core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { allocate } from '../graph/constants';
import type { Data } from '../graph/graph';
import { type FusedTensors, fuseOptimizer } from '../optimizers/fuse-optimizer';
import { loadTraced, type Workshop } from './load-traced';
import type { Player } from './player';

/** An optimiser's update of a player's parameters and slots, by its gradients. */
export interface Update {
  /** Computes what takes time to wait for. Changes nothing. */
  readonly prepare: (rate: number, count: number) => Promise<void> | undefined;
  /** Makes the update that was prepared. */
  readonly commit: () => void;
  readonly dispose: () => Promise<void>;
}

/** The update in one pass over memory where the optimiser is known, else its own operations, traced. */
export async function loadUpdate(workshop: Workshop, memory: WebAssembly.Memory, player: Player): Promise<Update> {
  return fusedUpdate(memory, player) ?? (await tracedUpdate(workshop, player));
}

function fusedUpdate(memory: WebAssembly.Memory, { objective, values, gradients, slots }: Player): Update | undefined {
  if (slots.some((named) => Object.values(named).some(({ dtype }) => dtype !== 'float32'))) return undefined;
  const tensors = values.map(
    (parameter, i): FusedTensors => ({
      parameter,
      gradient: gradients[i] as Float32Array,
      slots: Object.fromEntries(Object.entries(slots[i] ?? {}).map(([name, { data }]) => [name, data as Float32Array])),
    }),
  );
  const fused = fuseOptimizer(objective.optimizer.spec, memory, tensors);
  if (!fused) return undefined;
  let next = { rate: 0, count: 0 };
  return {
    prepare: (rate, count) => {
      next = { rate, count };
      return undefined;
    },
    commit: () => fused.update(next.rate, next.count),
    dispose: async () => undefined,
  };
}

async function tracedUpdate(workshop: Workshop, player: Player): Promise<Update> {
  const { objective, labels, values, gradients, slots } = player;
  const variables = Object.values(objective.parameters);
  const { program, inputs } = await loadTraced(
    workshop,
    `the optimiser of objective ${objective.name}`,
    ({ input }) => {
      const next = optimizerUpdate(objective, {
        gradients: variables.map(({ shape }, i) => input(`gradient/${labels[i]}`, shape)),
        parameters: variables,
        slots: slots.map((named, i) =>
          Object.fromEntries(
            Object.entries(named).map(([slot, { shape, dtype }]) => [
              slot,
              input(slotName(labels[i], slot), shape, dtype),
            ]),
          ),
        ),
        rate: input('rate', []) as Scalar,
        count: input('count', [], 'int32') as Scalar,
      });
      const results: [string, Tensor][] = labels.map((label, i) => [
        `next/parameter/${label}`,
        next.parameters[i] as Tensor,
      ]);
      slots.forEach((before, i) => {
        checkSlots(objective.name, labels[i] as string, before, next.slots[i] ?? {});
        for (const [slot, value] of Object.entries(next.slots[i] ?? {}))
          results.push([`next/${slotName(labels[i], slot)}`, value]);
      });
      return Object.fromEntries(results);
    },
  );
  const outputs: Record<string, Data> = {};
  const targets: [Data, Data][] = [];
  const target = (name: string, { data, shape, dtype }: HostArray): void => {
    outputs[name] = allocate(dtype, sizeOf(shape));
    targets.push([data, outputs[name]]);
  };
  labels.forEach((label, i) => {
    if (`gradient/${label}` in inputs) inputs[`gradient/${label}`] = gradients[i] as Float32Array;
    const { shape } = variables[i] as Tensor;
    target(`next/parameter/${label}`, { data: values[i] as Float32Array, shape, dtype: 'float32' });
    for (const [slot, array] of Object.entries(slots[i] ?? {})) {
      inputs[slotName(label, slot)] = array.data;
      target(`next/${slotName(label, slot)}`, array);
    }
  });
  const { rate: rateInput, count: countInput } = inputs;
  return {
    prepare: (rate, count) => {
      if (rateInput) rateInput[0] = rate;
      if (countInput) countInput[0] = count;
      return program.run(inputs, outputs);
    },
    commit: () => {
      for (const [array, value] of targets) array.set(value);
    },
    dispose: () => program.dispose(),
  };
}

const slotName = (label: string | undefined, slot: string): string => `slot/${label}/${slot}`;

function checkSlots(objective: string, label: string, before: Readonly<Record<string, HostArray>>, after: Slots): void {
  const problem = [...new Set([...Object.keys(before), ...Object.keys(after)])].find((slot) => {
    const [a, b] = [before[slot], after[slot]];
    return !a || !b || a.dtype !== b.dtype || !sameShape(a.shape, b.shape);
  });
  if (problem === undefined) return;
  throw new ArgumentError(
    `objective ${objective}`,
    `its optimiser gives ${label} other slots at an update than at the beginning: ${problem} is new, missing, or of another ` +
      'shape or type. A compiled engine needs them to stay as `init` makes them.',
  );
}
