import { ArgumentError, assertOneTfjs, type Key, registerGradients, UnsupportedError } from '@jensenjs/core';
import { Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { createBuilder } from '../graph/create-builder';
import type { DataType, Graph, Value } from '../graph/graph';
import { rows } from '../kernels/rows';
import { findDifference } from './difference';
import { type NoiseInput, symbolicKey } from './noise';
import { TraceBackend, type TraceEvents } from './trace-backend';
import { userLine, withLongStacks } from './user-line';
import { allVariables, tensorFor, withBackend } from './with-backend';

/** What a function is given while it is traced. */
export interface Symbols {
  /** A key whose draws become inputs. */
  readonly key: Key;
  /** A tensor that stands for an input of the graph; float32 when no type is given. */
  readonly input: (name: string, shape: readonly number[], dtype?: DataType) => Tensor;
}

/** A function as a graph. */
export interface Traced {
  readonly graph: Graph;
  /** The inputs that draws of the key became. */
  readonly noise: readonly NoiseInput[];
  /** The inputs that reading variables became, by their names in the graph. */
  readonly variables: ReadonlyMap<string, Variable>;
}

/** A function of symbols; its results become the graph's outputs. */
export type Traceable = (symbols: Symbols) => Readonly<Record<string, Tensor>>;

/**
 * Records what a function of tensors computes, without computing it. The function runs twice at once: a difference between the
 * two means that it draws random numbers without a key, or keeps a state, and is refused.
 *
 * What depends on no input is computed now and becomes a constant; loops and conditions of JavaScript are those that were
 * taken; tensors from outside are constants; every variable that is read becomes an input, named as `variables` says or
 * `variable/NAME`. Inputs on which no output depends are dropped.
 *
 * @throws UnsupportedError, naming `where` and the line of the caller's own code, when the function reads numbers of tensors,
 * assigns or makes variables, is asynchronous, hides randomness or state, or calls a kernel that cannot be compiled.
 */
export function trace(where: string, fn: Traceable, variables: ReadonlyMap<Variable, string> = new Map()): Traced {
  assertOneTfjs(where);
  registerGradients();
  return withLongStacks(() => {
    const first = explain(where, () => traceOnce(fn, variables));
    const second = explain(where, () => traceOnce(fn, variables));
    const difference = findDifference(first.graph, second.graph);
    if (difference) throw hidden(where, [first, second], fn, variables, difference.reason);
    return first;
  });
}

function traceOnce(fn: Traceable, named: ReadonlyMap<Variable, string>, events: TraceEvents = {}): Traced {
  const builder = createBuilder(rows);
  const backend = new TraceBackend(builder, rows, events);
  const noise = new Map<string, NoiseInput>();
  const inputs = new Map<string, Value>();
  const variables = new Map<string, Variable>();
  const stand = new Map<Variable, object>();
  for (const variable of new Set([...named.keys(), ...allVariables()])) {
    const name = named.get(variable) ?? `variable/${variable.name}`;
    const value = builder.input(name, variable.shape, variable.dtype as DataType);
    variables.set(name, variable);
    stand.set(variable, backend.handle(value).dataId);
  }
  const input = (name: string, shape: readonly number[], dtype: DataType = 'float32'): Tensor => {
    const value = inputs.get(name) ?? builder.input(name, shape, dtype);
    inputs.set(name, value);
    return tensorFor(backend, value);
  };
  const outputs = withBackend(backend, stand, () => {
    const collected = new Map<string, Value>();
    tidy(() => {
      const results = fn({ key: symbolicKey(input, noise), input });
      if (isPromise(results)) throw new ArgumentError('trace', `the function returns a promise. ${SYNCHRONOUS}`);
      for (const [name, result] of Object.entries(results)) {
        if (!((result as unknown) instanceof Tensor))
          throw new ArgumentError(
            'trace',
            `the result ${name} is ${isPromise(result) ? 'a promise' : `of type ${typeof result}`}, and must be a tensor. ${SYNCHRONOUS}`,
          );
        collected.set(name, backend.lookUp(result));
      }
    });
    return collected;
  });
  const graph = builder.finish(outputs);
  const used = new Set(graph.inputs.map(({ origin }) => (origin.kind === 'input' ? origin.name : '')));
  return {
    graph,
    noise: [...noise.values()].filter(({ name }) => used.has(name)),
    variables: new Map([...variables].filter(([name]) => used.has(name))),
  };
}

const isPromise = (value: unknown): boolean => typeof (value as { then?: unknown } | null)?.then === 'function';
const SYNCHRONOUS = 'A function that is compiled is synchronous and returns tensors.';

/** Adds to an error where in the caller's code it arose. */
function explain<T>(where: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const line = userLine(error.stack);
    const missing = /^Kernel '(\w+)' not registered/.exec(error.message)?.[1];
    if (missing)
      throw new UnsupportedError(where, `the kernel ${missing} of tfjs cannot be compiled.${at(line)}`, {
        cause: error,
      });
    if (error instanceof UnsupportedError)
      throw new UnsupportedError(where, `${error.message}${at(line)}`, { cause: error });
    throw error;
  }
}

const at = (line: string | undefined): string => (line ? ` (${line})` : '');

/** Traces once more, to find the line that makes the first value in which two traces differ. */
function hidden(
  where: string,
  before: readonly Traced[],
  fn: Traceable,
  variables: ReadonlyMap<Variable, string>,
  reason: string,
): UnsupportedError {
  const lines = new Map<Value, string | undefined>();
  const again = traceOnce(fn, variables, { made: (value) => lines.set(value, userLine(new Error('made').stack)) });
  const found = before.map(({ graph }) => findDifference(graph, again.graph)).find((difference) => difference);
  return new UnsupportedError(
    where,
    `two traces of the function differ: ${found?.reason ?? reason}. It draws random numbers without its key, or keeps a state ` +
      `between calls. Draw from the key (randomNormal, randomUniform, dropout of @jensenjs/networks).${at(found && lines.get(found.value))}`,
  );
}
