import { type Backend, useBackend } from '@jensenjs/core';
import { env, getBackend, tensor } from '@tensorflow/tfjs-core';
import type { Call } from '../calls/call';
import { replay } from '../calls/replay';
import { allCases } from '../cases/all-cases';
import { evaluateCase, inputData, type Part } from '../evaluate-case';
import { createTrainer, type Trainer } from '../training/trainer';
import { answer } from './answer';
import type { Outcome } from './outcome';

/** Whether a backend was taken into use, with what there is to know about it, or why it was not. */
export type Start =
  | { readonly started: true; readonly about: string }
  | { readonly started: false; readonly about: string };

/** What a process or page answers about the backend that it was started with. All of it crosses over as JSON does, with NaN. */
export interface Side extends Trainer {
  readonly start: (backend: string) => Promise<Start>;
  readonly replayCalls: (calls: readonly Call[]) => Promise<Outcome[]>;
  readonly evaluateParts: (questions: readonly PartOfCase[]) => Promise<Outcome[]>;
}

/** One part of the case of this name. */
export interface PartOfCase {
  readonly name: string;
  readonly part: Part;
}

const byName = new Map(allCases.map((one) => [one.name, one]));

export function createSide(adapters: Readonly<Record<string, () => Backend>>): Side {
  return {
    ...createTrainer(),
    start: async (name) => {
      const adapter = adapters[name]?.();
      if (!adapter) return { started: false, about: `there is no adapter for ${name} here` };
      try {
        await useBackend(adapter);
        computeOnDevice();
      } catch (error) {
        return { started: false, about: error instanceof Error ? error.message : String(error) };
      }
      const details = Object.entries((await adapter.details?.()) ?? {}).map(([key, value]) => `${key}: ${value}`);
      return { started: true, about: details.join(', ') };
    },
    replayCalls: (calls) =>
      inTurn(calls, (call) => answer(() => Object.fromEntries(replay(call).map((out, i) => [`output ${i}`, out])))),
    evaluateParts: (questions) =>
      inTurn(questions, ({ name, part }) => {
        const one = byName.get(name);
        if (!one) throw new Error(`There is no case ${name}.`);
        const data = inputData(one);
        return answer(() => {
          const tensors = one.inputs.map(({ shape, dtype = 'float32' }, i) =>
            tensor(data[i] as never, [...shape], dtype),
          );
          return evaluateCase(one, tensors, [part]);
        });
      }),
  };
}

/** tfjs gives small tensors to its cpu kernels, which are not what is asked about. */
function computeOnDevice(): void {
  if (getBackend() === 'webgl') env().set('WEBGL_CPU_FORWARD', false);
  if (getBackend() === 'webgpu') env().set('WEBGPU_CPU_FORWARD', false);
}

async function inTurn<T, R>(list: readonly T[], answerOne: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (const one of list) answers.push(await answerOne(one));
  return answers;
}
