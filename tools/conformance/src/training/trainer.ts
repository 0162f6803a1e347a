import { type BatchSpec, drawArray, foldIn, type HostBatch, key, sizeOf } from '@jensenjs/core';
import { eager, momentum } from '@jensenjs/train';
import { backend, memory } from '@tensorflow/tfjs-core';
import { type ModelName, models, pixelCounter, type Trained } from './models';
import { plainState, type PlainState, typedState } from './states';

/** Counts of what a backend holds. */
export type Holdings = Readonly<Record<string, number>>;

export interface Held {
  readonly before: Holdings;
  readonly after: Holdings;
}

export interface Trainer {
  /** Trains a model on its own, from the start: the states before the first step and after each. */
  readonly train: (model: ModelName, steps: number) => Promise<PlainState[]>;
  /** One step, of that number, from each of these states. */
  readonly stepFrom: (
    model: ModelName,
    questions: readonly { step: number; state: PlainState }[],
  ) => Promise<PlainState[]>;
  /** What is held after some steps of a small model, and after so many more; without a name, of the smallest one. */
  readonly hold: (model: ModelName | undefined, steps: number) => Promise<Held>;
}

const BATCH = 8;

export function createTrainer(): Trainer {
  return {
    train: (model, steps) =>
      withEngine(models[model], async (engine, spec) => {
        const states = [plainState(await engine.capture())];
        for (let step = 0; step < steps; step++) {
          await engine.step(stepArguments(step, spec));
          states.push(plainState(await engine.capture()));
          await engine.read();
        }
        return states;
      }),
    stepFrom: (model, questions) =>
      withEngine(models[model], async (engine, spec) => {
        const states: PlainState[] = [];
        for (const { step, state } of questions) {
          await engine.restore(typedState(state));
          await engine.step(stepArguments(step, spec));
          states.push(plainState(await engine.capture()));
        }
        return states;
      }),
    hold: (model, steps) =>
      withEngine(model ? models[model] : pixelCounter, async (engine, spec) => {
        const run = async (count: number): Promise<Holdings> => {
          for (let step = 0; step < count; step++) {
            await engine.step(stepArguments(step, spec));
            if (step % 100 === 99) await engine.read();
          }
          await engine.read();
          return holdings();
        };
        return { before: await run(10), after: await run(steps) };
      }),
  };
}

type Prepared = Awaited<ReturnType<ReturnType<typeof eager>['prepare']>>;

async function withEngine<T>(
  { objectives, spec }: Trained,
  run: (engine: Prepared, spec: BatchSpec) => Promise<T>,
): Promise<T> {
  // Without momentum the velocity is the gradient, so that states tell gradients too.
  const made = objectives(momentum({ learningRate: 0.005, momentum: 0 }));
  const engine = await eager().prepare(made, spec);
  try {
    return await run(engine, spec);
  } finally {
    engine.dispose();
    for (const { parameters, state } of made)
      for (const variable of [...Object.values(parameters), ...Object.values(state)]) variable.dispose();
  }
}

const stepArguments = (step: number, spec: BatchSpec): Parameters<Prepared['step']>[0] => ({
  key: key(step),
  step,
  batches: [binaryBatch(spec, step)],
});

/** Black and white pixels, others in every step. */
function binaryBatch({ x }: BatchSpec, step: number): HostBatch {
  const shape = [BATCH, ...(x?.shape ?? [])];
  const uniform = drawArray(foldIn(key(99), step), { kind: 'uniform' }, sizeOf(shape));
  return { x: { shape, dtype: 'float32', data: uniform.map((u) => (u < 0.4 ? 1 : 0)) } };
}

function holdings(): Holdings {
  const { numTensors, numBytes, numDataBuffers, ...rest } = memory();
  const { numBytesInGPU } = rest as { numBytesInGPU?: number };
  return {
    tensors: numTensors,
    bytes: numBytes,
    buffers: numDataBuffers,
    'ids of the backend': (backend() as unknown as { numDataIds: () => number }).numDataIds(),
    ...(numBytesInGPU !== undefined && { 'bytes on the device': numBytesInGPU }),
  };
}
