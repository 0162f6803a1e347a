import { type HostArray, type Objective, ownedVariables, sizeOf, UnsupportedError } from '@jensenjs/core';
import { clone, tidy } from '@tensorflow/tfjs-core';
import { allocate, toData } from '../graph/constants';
import type { DataType } from '../graph/graph';
import { createArena } from '../optimizers/arena';
import type { Mirror } from './mirror';

/** An objective with the arrays that its training changes. */
export interface Player {
  readonly objective: Objective;
  /** Names of its parameters. What follows is in their order. */
  readonly labels: readonly string[];
  readonly values: readonly Float32Array[];
  readonly gradients: readonly Float32Array[];
  readonly slots: readonly Readonly<Record<string, HostArray>>[];
  /** Updates so far. */
  count: number;
}

/** Players, and the memory in which all parameters, gradients and float32 slots lie. */
export interface Players {
  readonly players: readonly Player[];
  readonly memory: WebAssembly.Memory;
}

/** Players of objectives, with slots that have seen no update. The mirror holds their variables, and has not read them. */
export async function createPlayers(objectives: readonly Objective[], mirror: Mirror): Promise<Players> {
  const owned = ownedVariables(objectives);
  for (const [name, { dtype }] of owned) checkType(name, dtype);
  const slots = await Promise.all(objectives.map(initialSlots));
  const trained = new Set(objectives.flatMap(({ parameters }) => Object.values(parameters)));
  const arena = createArena([
    ...[...trained].map(({ size }) => size),
    ...objectives.flatMap(({ parameters }) => Object.values(parameters).map(({ size }) => size)),
    ...slots.flat(2).flatMap(({ dtype, data }) => (dtype === 'float32' ? [data.length] : [])),
  ]);
  const places = arena.arrays.values();
  const next = (): Float32Array => places.next().value as Float32Array;
  const values = new Map([...trained].map((variable) => [variable, next()]));
  for (const [name, variable] of owned) mirror.hold(name, variable, values.get(variable));
  const gradients = objectives.map(({ parameters }) => Object.keys(parameters).map(next));
  const players = objectives.map(
    (objective, i): Player => ({
      objective,
      labels: Object.keys(objective.parameters),
      values: Object.values(objective.parameters).map((variable) => values.get(variable) as Float32Array),
      gradients: gradients[i] as Float32Array[],
      slots: (slots[i] as InitialSlot[][]).map((named) =>
        Object.fromEntries(named.map((slot) => [slot.name, place(slot, next)])),
      ),
      count: 0,
    }),
  );
  return { players, memory: arena.memory };
}

interface InitialSlot extends HostArray {
  readonly name: string;
}

/** For each parameter, its slots. */
function initialSlots({ name, parameters, optimizer }: Objective): Promise<InitialSlot[][]> {
  return Promise.all(
    Object.entries(parameters).map(async ([label, variable]) => {
      // An optimiser may hand back its argument; the copies are ours.
      const slots = tidy(() =>
        Object.entries(optimizer.init(variable)).map(([slot, value]) => [slot, clone(value)] as const),
      );
      try {
        return await Promise.all(
          slots.map(async ([slot, value]) => {
            const dtype = checkType(`slot ${slot} of ${label} of objective ${name}`, value.dtype);
            return { name: slot, shape: value.shape, dtype, data: toData(await value.data(), dtype).slice() };
          }),
        );
      } finally {
        for (const [, value] of slots) value.dispose();
      }
    }),
  );
}

function place({ shape, dtype, data }: InitialSlot, next: () => Float32Array): HostArray {
  const array = dtype === 'float32' ? next() : allocate(dtype, sizeOf(shape));
  array.set(data);
  return { shape, dtype, data: array };
}

function checkType(name: string, dtype: string): DataType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new UnsupportedError('compiled', `${name} is ${dtype}, and the compiler knows float32, int32 and bool.`);
}
