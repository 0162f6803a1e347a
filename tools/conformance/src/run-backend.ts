import { askAll } from './ask-all';
import type { Call } from './calls/call';
import type { Host } from './hosts/host';
import type { Outcome } from './side/outcome';
import type { PartOfCase, Start } from './side/side';
import type { Held } from './training/trainer';
import { type ModelName, modelNames } from './training/models';
import { type PlainState, worstArray } from './training/states';

/** What the cpu backend's training went through, for other backends to follow step by step. */
export type Runs = Readonly<Record<ModelName, readonly PlainState[]>>;

export interface Questions {
  readonly calls: readonly Call[];
  readonly parts: readonly PartOfCase[];
  readonly runs: Runs;
  /** Trainings after which a backend must hold what it held before; without a model, of the smallest. */
  readonly holds: readonly { readonly model?: ModelName; readonly steps: number }[];
}

export interface TrainingOutcome {
  readonly model: ModelName;
  /** Of the worst array in the worst step; with an error when a step could not be made. */
  readonly error: number;
  readonly where: string;
}

export interface MemoryOutcome {
  /** `2000 steps of …`. */
  readonly what: string;
  /** What changed, or went wrong; nothing should. */
  readonly problem: string | undefined;
}

export interface Answers {
  readonly start: Start;
  readonly calls: readonly Outcome[];
  readonly parts: readonly Outcome[];
  readonly training: readonly TrainingOutcome[];
  readonly memory: readonly MemoryOutcome[];
}

export type Progress = (done: string) => void;

const SECONDS = 1000;

/** Asks a backend everything. */
export async function runBackend(
  name: string,
  open: () => Promise<Host>,
  questions: Questions,
  progress: Progress,
): Promise<Answers> {
  let host = await open();
  const start = await host.ask('start', 60 * SECONDS, name);
  try {
    if (!start.started) return { start, calls: [], parts: [], training: [], memory: [] };
    const restart = async (): Promise<void> => {
      await host.close();
      host = await open();
      await host.ask('start', 60 * SECONDS, name);
    };
    const calls = await askAll(questions.calls, (chunk, time) => host.ask('replayCalls', time, chunk), restart);
    progress(`${calls.length} calls of kernels`);
    const parts = await askAll(questions.parts, (chunk, time) => host.ask('evaluateParts', time, chunk), restart);
    progress(`${parts.length} parts of cases`);
    const training: TrainingOutcome[] = [];
    for (const model of modelNames) {
      training.push(await follow(host, model, questions.runs[model]));
      progress(`training, ${model}`);
    }
    const memory: MemoryOutcome[] = [];
    for (const { model, steps } of questions.holds) {
      const what = `${steps} steps of ${model ?? 'a regression'}`;
      const problem = await host.ask('hold', 600 * SECONDS, model, steps).then(changeOf, String);
      memory.push({ what, problem });
      progress(what);
    }
    return { start, calls, parts, training, memory };
  } finally {
    await host.close();
  }
}

const STEPS_AT_ONCE = 10;

/** Each step of the run made from the state before it; the largest difference of the states after it. */
async function follow(host: Host, model: ModelName, run: readonly PlainState[]): Promise<TrainingOutcome> {
  let worst: TrainingOutcome = { model, error: 0, where: '' };
  const steps = run.slice(1).map((after, step) => ({ step, state: run[step] as PlainState, after }));
  for (let from = 0; from < steps.length; from += STEPS_AT_ONCE) {
    const chunk = steps.slice(from, from + STEPS_AT_ONCE);
    try {
      const states = await host.ask(
        'stepFrom',
        600 * SECONDS,
        model,
        chunk.map(({ step, state }) => ({ step, state })),
      );
      for (const [i, { step, after }] of chunk.entries()) {
        const { name, error } = worstArray(states[i] ?? {}, after);
        if (error > worst.error) worst = { model, error, where: `${name} in step ${step}` };
      }
    } catch (error) {
      return { model, error: Number.POSITIVE_INFINITY, where: String(error).split('\n', 1)[0] ?? '' };
    }
  }
  return worst;
}

function changeOf({ before, after }: Held): string | undefined {
  const changes = Object.keys(before).filter((name) => before[name] !== after[name]);
  return changes.length === 0
    ? undefined
    : changes.map((name) => `${name} went from ${before[name]} to ${after[name]}`).join(', ');
}
