import { ArgumentError, checkShape, type Key } from '@jensenjs/core';
import { Tensor } from '@tensorflow/tfjs-core';
import type { DataType } from './graph/graph';
import { type Traced, trace } from './trace/trace';

/** Shape and type of an input. */
export interface InputSpec {
  readonly shape: readonly number[];
  /** `float32` when left out. */
  readonly dtype?: DataType;
}

/** Inputs of a function, by name. */
export type FunctionSpec = Readonly<Record<string, InputSpec>>;

/** What a function may return: a tensor, or tensors by name. */
export type FunctionResult = Tensor | Readonly<Record<string, Tensor>>;

/**
 * A pure function of tensors, and of a key if it draws: it reads no tensor's numbers, assigns nothing, and decides nothing by
 * what changes between calls. It may read variables.
 */
export type PureFunction<S extends FunctionSpec = FunctionSpec, R extends FunctionResult = FunctionResult> = (
  inputs: { readonly [name in keyof S]: Tensor },
  key: Key,
) => R;

/** A traced function: a single result is called `output`. */
export interface TracedFunction extends Traced {
  readonly isSingle: boolean;
}

export const SINGLE = 'output';

/** Records a function of the inputs that a specification names. @throws as `trace`, and ArgumentError on a bad specification. */
export function traceFunction(where: string, fn: PureFunction, spec: FunctionSpec): TracedFunction {
  if (typeof fn !== 'function')
    throw new ArgumentError(where, `expected a function of tensors as first argument, got ${typeof fn}.`);
  for (const [name, { shape }] of Object.entries(spec)) {
    checkShape(`${where}: the shape of input ${name}`, shape);
    if (name.startsWith('noise/') || name.startsWith('variable/'))
      throw new ArgumentError(where, `an input is named ${name}. Names that begin with noise/ or variable/ are taken.`);
  }
  let isSingle = false;
  const traced = trace(where, ({ key, input }) => {
    const inputs = Object.fromEntries(
      Object.entries(spec).map(([name, { shape, dtype = 'float32' }]) => [name, input(name, shape, dtype)]),
    );
    const result = fn(inputs, key);
    isSingle = (result as unknown) instanceof Tensor;
    return isSingle ? { [SINGLE]: result as Tensor } : (result as Readonly<Record<string, Tensor>>);
  });
  return { ...traced, isSingle };
}
