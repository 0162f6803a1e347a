import { ArgumentError, sizeOf } from '@jensenjs/core';
import { type Tensor, tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { allocate, toData } from '../graph/constants';
import type { Data, DataType } from '../graph/graph';

/** Arrays on the host that stand for variables. An array stays the same as long as the mirror lives. */
export interface Mirror {
  /** The array of a variable: the given one, or one made when the variable is met for the first time. */
  readonly hold: (name: string, variable: Variable, array?: Data) => Data;
  /** Says that the array has other numbers now than the variable. */
  readonly mark: (variable: Variable) => void;
  /** Whether someone else has assigned the variable since it was last read or written: then it, not the array, is right. */
  readonly isForeign: (variable: Variable) => boolean;
  /** Reads the variables that someone else has assigned. @throws ArgumentError when one was disposed. */
  readonly refresh: () => Promise<void>;
  /** Assigns to the variables the arrays that were marked, but to none that someone else has assigned. */
  readonly write: () => void;
  /** Takes the arrays, which are about to be filled, as right for these variables, whoever has assigned them. */
  readonly claim: (variables: Iterable<Variable>) => void;
}

interface Held {
  readonly name: string;
  readonly variable: Variable;
  readonly array: Data;
  /** What the variable held when it was last read or written; changes with every assignment. */
  dataId: object | undefined;
  isMarked: boolean;
}

export function createMirror(): Mirror {
  const all = new Map<Variable, Held>();
  const isForeign = ({ variable, dataId }: Held): boolean => variable.dataId !== dataId;
  return {
    hold: (name, variable, array) => {
      const known = all.get(variable);
      if (known) return known.array;
      const made = array ?? allocate(variable.dtype as DataType, sizeOf(variable.shape));
      all.set(variable, { name, variable, array: made, dataId: undefined, isMarked: false });
      return made;
    },
    mark: (variable) => {
      const held = all.get(variable);
      if (held) held.isMarked = true;
    },
    isForeign: (variable) => {
      const held = all.get(variable);
      return held !== undefined && isForeign(held);
    },
    refresh: async () => {
      let reading: Promise<void>[] | undefined;
      for (const held of all.values()) {
        if (held.variable.isDisposed)
          throw new ArgumentError('compiled', `the variable ${held.name} was disposed during training.`);
        if (isForeign(held)) (reading ??= []).push(read(held));
      }
      if (reading) await Promise.all(reading);
    },
    write: () => {
      for (const held of all.values()) {
        const { variable, array } = held;
        if (!held.isMarked || variable.isDisposed || isForeign(held)) continue;
        // The cpu backend keeps the array that it is given.
        tidy(() => variable.assign(fresh(variable, array)));
        held.dataId = variable.dataId;
        held.isMarked = false;
      }
    },
    claim: (variables) => {
      for (const variable of variables) {
        const held = all.get(variable);
        if (held) Object.assign(held, { dataId: variable.dataId, isMarked: true });
      }
    },
  };
}

async function read(held: Held): Promise<void> {
  const { variable, array } = held;
  const { dataId } = variable;
  const numbers = await variable.data();
  array.set(toData(numbers, variable.dtype as DataType));
  held.dataId = dataId;
  held.isMarked = false;
}

const fresh = ({ shape, dtype }: Variable, array: Data): Tensor => tensor(array.slice(), shape, dtype);
