import { ArgumentError, type Batch, type Key, type Objective } from '@jensenjs/core';
import { type Scalar, scalar, type Tensor, tidy, util, type Variable } from '@tensorflow/tfjs-core';
import { differentiate } from './differentiate';
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
  const { objective } = player;
  const { name } = objective;
  const labels = new Map<Variable, string>(Object.entries(objective.state).map(([label, v]) => [v, label]));
  tidy(() => {
    probe?.enter(name, 'the forward pass');
    const derivatives = differentiate(
      objective,
      () => objective.loss({ key, batch, step }),
      (loss, { metrics = {}, updates = [] }) => {
        probe?.tensor('the loss', loss);
        for (const [metric, value] of Object.entries(metrics)) probe?.tensor(`metric ${metric}`, value);
        for (const [variable, value] of updates)
          if (labels.has(variable)) probe?.tensor(`the new value of ${labels.get(variable)}`, value);
        probe?.enter(name, 'the backward pass');
      },
    );
    try {
      const { loss, gradients, metrics, updates } = derivatives;
      player.names.forEach((label, i) => probe?.tensor(`the gradient of ${label}`, gradients[i] as Tensor));
      const proposed = updates.filter(([variable]) => labels.has(variable));
      for (const [variable, value] of proposed) checkValue(name, labels.get(variable) as string, variable, value);
      // The objective may call something else its loss: what it reports itself stands.
      if (!metrics.loss) meter.add(`${name}/loss`, loss);
      for (const [metric, value] of Object.entries(metrics)) meter.add(`${name}/${metric}`, value);
      probe?.enter(name, 'the update');
      if (gradients.length > 0) optimize(player, gradients, probe);
      for (const [variable, value] of proposed) assign(variable, value);
      player.count += 1;
      probe?.enter(name, 'the constraint');
      constrain(objective, probe);
    } finally {
      derivatives.dispose();
    }
  });
}

function optimize(player: Player, gradients: readonly Tensor[], probe: Probe | undefined): void {
  const { objective, parameters, names, slots, count } = player;
  const { optimizer, name } = objective;
  const next = optimizer.update({
    gradients,
    parameters,
    slots,
    rate: scalar(optimizer.learningRate(count)),
    count: scalar(count + 1, 'int32'),
  });
  names.forEach((label, i) => {
    const value = next.parameters[i];
    if (!value) throw new ArgumentError(`objective ${name}`, `its optimiser returned no value for ${label}.`);
    checkValue(name, label, parameters[i] as Variable, value);
    probe?.tensor(`the update of ${label}`, value);
    for (const [slot, kept] of Object.entries(next.slots[i] ?? {})) probe?.tensor(`slot ${slot} of ${label}`, kept);
  });
  parameters.forEach((variable, i) => assign(variable, next.parameters[i] as Tensor));
  replaceSlots(player, next.slots);
}

function constrain({ name, parameters, constraint }: Objective, probe: Probe | undefined): void {
  if (!constraint) return;
  const labels = new Map<Variable, string>(Object.entries(parameters).map(([label, v]) => [v, label]));
  for (const [variable, value] of constraint(parameters)) {
    const label = labels.get(variable);
    if (label === undefined)
      throw new ArgumentError(
        `objective ${name}`,
        'its constraint assigns a variable that is not among the parameters.',
      );
    checkValue(name, label, variable, value);
    probe?.tensor(`the constraint of ${label}`, value);
    assign(variable, value);
  }
}

function assign(variable: Variable, value: Tensor): void {
  if (value !== variable) variable.assign(value);
}

function checkValue(objective: string, label: string, variable: Variable, value: Tensor): void {
  if (value.dtype === variable.dtype && util.arraysEqual(value.shape, variable.shape)) return;
  throw new ArgumentError(
    `objective ${objective}`,
    `the new value of ${label} is ${value.dtype} [${value.shape.join(', ')}], ` +
      `and must be ${variable.dtype} [${variable.shape.join(', ')}].`,
  );
}
