import { sizeOf } from '@jensenjs/core';
import type { Variable } from '@tensorflow/tfjs-core';
import { allocate } from '../graph/constants';
import type { Data } from '../graph/graph';
import { optimize } from '../passes/optimize';
import type { Program, Runtime } from '../runtime/runtime';
import type { NoiseInput } from '../trace/noise';
import { type Traceable, trace } from '../trace/trace';
import type { Mirror } from './mirror';

/** What programs of the engine are made with. */
export interface Workshop {
  readonly runtime: Runtime;
  readonly mirror: Mirror;
  /** Names of the objectives' variables in graphs. */
  readonly names: ReadonlyMap<Variable, string>;
}

/** A program with the arrays that it reads and writes at every run. */
export interface Loaded {
  readonly program: Program;
  /** Arrays of the mirror for variables, and new ones for all other inputs. */
  readonly inputs: Record<string, Data>;
  readonly noise: readonly NoiseInput[];
}

/** Traces a function and loads its graph. @throws what `trace` throws, and what the runtime does not take. */
export async function loadTraced({ runtime, mirror, names }: Workshop, where: string, fn: Traceable): Promise<Loaded> {
  const traced = trace(where, fn, names);
  const program = traced.graph.outputs.size === 0 ? IDLE : await runtime.load(optimize(traced.graph));
  const inputs: Record<string, Data> = {};
  for (const { origin, dtype, shape } of traced.graph.inputs) {
    if (origin.kind !== 'input') continue;
    const variable = traced.variables.get(origin.name);
    inputs[origin.name] = variable ? mirror.hold(origin.name, variable) : allocate(dtype, sizeOf(shape));
  }
  return { program, inputs, noise: traced.noise };
}

/** What has no results need not run. */
const IDLE: Program = { run: async () => undefined, dispose: async () => undefined };
