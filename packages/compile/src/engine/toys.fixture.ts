import { type HostBatch, key, mergeVariables, type Objective, type PreparedEngine, randomNormal } from '@jensenjs/core';
import { adam } from '@jensenjs/train';
import {
  add,
  mean,
  mul,
  reshape,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import { compiled } from './compiled';
import { interpreter } from '../runtime/interpreter';
import type { Program, Runtime } from '../runtime/runtime';

/** Batches of numbers x [batch]. */
export const spec = { x: { shape: [], dtype: 'float32' } } as const;
export const row = (...numbers: number[]): HostBatch => ({
  x: { shape: [numbers.length], dtype: 'float32', data: Float32Array.from(numbers) },
});
export const read = (value: Tensor | undefined): number[] => [...(value as Tensor).dataSync()];

/** Rows x = (a, b) with y = 1.5 a − b + 0.5. */
export const planeSpec = {
  x: { shape: [2], dtype: 'float32' },
  y: { shape: [], dtype: 'float32' },
} as const;
export function planeBatch(from: number, size = 8): HostBatch {
  const rows = Array.from(
    { length: size },
    (_, i) => [(((from + i) * 7) % 11) / 5 - 1, (((from + i) * 5) % 13) / 6 - 1] as const,
  );
  return {
    x: { shape: [size, 2], dtype: 'float32', data: Float32Array.from(rows.flat()) },
    y: { shape: [size], dtype: 'float32', data: Float32Array.from(rows, ([a, b]) => 1.5 * a - b + 0.5) },
  };
}

/** Least squares with noisy inputs, a running mean of the inputs as state, and a scalar and a vector metric. */
export function plane(options: Partial<Objective> = {}) {
  const make = (values: number[], trainable: boolean) => tidy(() => variable(tensor(values), trainable));
  const [kernel, bias, running] = [make([0.1, 0.2], true), make([0], true), make([0, 0], false)];
  const objective: Objective = {
    name: 'plane',
    parameters: { kernel, bias },
    state: { running },
    optimizer: adam({ learningRate: 0.05 }),
    loss: ({ key, batch }) => {
      const noisy = add(batch.x, mul(randomNormal(key, batch.x.shape), 0.1)); // [batch, 2]
      const error = square(sub(add(sum(mul(noisy, kernel), 1), bias), batch.y as Tensor)); // [batch]
      return {
        loss: mean<Scalar>(error),
        metrics: { error, bias: reshape(bias, []) },
        updates: [[running, add(mul(running, 0.9), mul(mean(batch.x, 0), 0.1))]],
      };
    },
    ...options,
  };
  const variables = mergeVariables({ kernel, bias, running });
  return { objective, variables, values: () => Object.values(variables).flatMap(read) };
}

type Watch = (run: number) => void | Promise<void>;

/** The interpreter, counting what is loaded and disposed of, with runs that a test can hold up or fail, before or after. */
export function watched(before: Watch = () => undefined, after: Watch = () => undefined) {
  const log = { loads: 0, disposals: 0, runs: 0 };
  const { load, ...rest } = interpreter();
  const runtime: Runtime = {
    ...rest,
    load: async (graph): Promise<Program> => {
      log.loads += 1;
      const program = await load(graph);
      return {
        run: async (inputs, outputs) => {
          log.runs += 1;
          const run = log.runs;
          await before(run);
          await program.run(inputs, outputs);
          await after(run);
        },
        dispose: () => {
          log.disposals += 1;
          return program.dispose();
        },
      };
    },
  };
  return { runtime, log };
}

/** A state as numbers, to compare. */
export async function numbersOf(engine: PreparedEngine): Promise<Record<string, number[]>> {
  const state = await engine.capture();
  return Object.fromEntries(
    Object.keys(state)
      .sort()
      .map((name) => [name, [...(state[name]?.data ?? [])]]),
  );
}

/** The values of the plane's variables after 20 steps on a runtime. */
export async function trainPlane(runtime: Runtime): Promise<number[]> {
  const { objective, values } = plane();
  const engine = await compiled(runtime).prepare([objective], planeSpec);
  for (let step = 0; step < 20; step++) await engine.step({ key: key(step), step, batches: [planeBatch(step)] });
  engine.dispose();
  return values();
}
