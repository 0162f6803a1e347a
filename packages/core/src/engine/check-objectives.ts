import type { Objective } from '../contracts/objective';
import { ArgumentError } from '../errors';

/** Refuses objectives that no engine can run. @throws ArgumentError that names the objective and what is wrong. */
export function checkObjectives(where: string, objectives: readonly Objective[]): void {
  if (objectives.length === 0) throw new ArgumentError(where, 'objectives is empty. Give at least one.');
  const names = new Set<string>();
  for (const objective of objectives) {
    const { name, every = 1, repeat = 1 } = objective;
    if (typeof name !== 'string' || name === '' || name.includes('/'))
      throw new ArgumentError(where, `an objective is named '${name}'. A name is not empty and holds no slash.`);
    if (names.has(name))
      throw new ArgumentError(where, `two objectives are named ${name}. Checkpoints and metrics need distinct names.`);
    names.add(name);
    checkCadence(where, `every of objective ${name}`, every);
    checkCadence(where, `repeat of objective ${name}`, repeat);
    checkVariables(where, objective);
  }
}

function checkCadence(where: string, name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new ArgumentError(where, `${name} is ${value}, and must be a whole number of at least 1.`);
}

function checkVariables(where: string, { name, parameters, state }: Objective): void {
  const parameterEntries = Object.entries(parameters);
  const entries = [...parameterEntries, ...Object.entries(state)];
  if (entries.length === 0)
    throw new ArgumentError(where, `objective ${name} has neither parameters nor state: there is nothing to train.`);
  const seen = new Map<unknown, string>();
  for (const [label, variable] of entries) {
    if (variable.isDisposed)
      throw new ArgumentError(where, `${label} of objective ${name} was disposed before training.`);
    const earlier = seen.get(variable);
    if (earlier !== undefined)
      throw new ArgumentError(where, `objective ${name} holds one variable twice, as ${earlier} and as ${label}.`);
    seen.set(variable, label);
  }
  for (const [label, variable] of parameterEntries)
    if (variable.dtype !== 'float32')
      throw new ArgumentError(
        where,
        `parameter ${label} of objective ${name} is ${variable.dtype}, and must be float32.`,
      );
}
