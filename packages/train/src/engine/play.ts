import {
  type Batch,
  constraintValues,
  differentiate,
  type Key,
  optimizerUpdate,
  reportedMetrics,
  stateUpdates,
} from '@jensenjs/core';
import { type Scalar, scalar, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { Meter } from './meter';
import { type Player, replaceSlots } from './player';
import type { Probe } from './probe';

interface Turn {
  readonly key: Key;
  readonly batch: Batch;
  readonly step: Scalar;
  readonly meter: Meter;
  readonly probe?: Probe | undefined;
}

/** One gradient step of one objective: derivatives, the optimiser's update, updates of state, the constraint. */
export function play(player: Player, { key, batch, step, meter, probe }: Turn): void {
  const { objective, names } = player;
  const { name } = objective;
  tidy(() => {
    probe?.enter(name, 'the forward pass');
    const derivatives = differentiate(
      objective,
      () => objective.loss({ key, batch, step }),
      (loss, { metrics = {}, updates = [] }) => {
        probe?.tensor('the loss', loss);
        for (const [metric, value] of Object.entries(metrics)) probe?.tensor(`metric ${metric}`, value);
        for (const { label, value } of stateUpdates(objective, updates))
          probe?.tensor(`the new value of ${label}`, value);
        probe?.enter(name, 'the backward pass');
      },
    );
    try {
      const { gradients, updates } = derivatives;
      names.forEach((label, i) => probe?.tensor(`the gradient of ${label}`, gradients[i] as Tensor));
      const proposed = stateUpdates(objective, updates);
      for (const [metric, value] of Object.entries(reportedMetrics(name, derivatives)))
        meter.add(`${name}/${metric}`, value);
      probe?.enter(name, 'the update');
      if (gradients.length > 0) optimize(player, gradients, probe);
      for (const { variable, value } of proposed) assign(variable, value);
      player.count += 1;
      probe?.enter(name, 'the constraint');
      for (const { label, variable, value } of constraintValues(objective)) {
        probe?.tensor(`the constraint of ${label}`, value);
        assign(variable, value);
      }
    } finally {
      derivatives.dispose();
    }
  });
}

function optimize(player: Player, gradients: readonly Tensor[], probe: Probe | undefined): void {
  const { objective, parameters, names, slots, count } = player;
  const next = optimizerUpdate(objective, {
    gradients,
    parameters,
    slots,
    rate: scalar(objective.optimizer.learningRate(count)),
    count: scalar(count + 1, 'int32'),
  });
  names.forEach((label, i) => {
    probe?.tensor(`the update of ${label}`, next.parameters[i] as Tensor);
    for (const [slot, kept] of Object.entries(next.slots[i] ?? {})) probe?.tensor(`slot ${slot} of ${label}`, kept);
  });
  // First the slots: they may hold a parameter as it was.
  replaceSlots(player, next.slots);
  parameters.forEach((variable, i) => assign(variable, next.parameters[i] as Tensor));
}

function assign(variable: Variable, value: Tensor): void {
  if (value !== variable) variable.assign(value);
}
