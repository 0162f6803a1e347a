import type { Answer, Argument, CallName, Message, Problem } from '../protocol';

/** The worker that owns the model, as the page sees it. */
export interface Client {
  /** @throws Error what the worker refused with, under the name it had there, or that it is gone */
  readonly call: <K extends CallName>(call: K, argument: Argument<K>) => Promise<Answer<K>>;
  /** Ends the worker, whatever it does. Calls that wait for an answer are refused, and those that come later. */
  readonly end: () => void;
}

/** What the worker tells unasked. */
export type News = Exclude<Message, { kind: 'answer' | 'refusal' }>;

/** An error of the worker. `name` is the one it had there: `DataError`, `UnsupportedError`, … */
class WorkerError extends Error {
  constructor({ name, message }: Problem) {
    super(message);
    this.name = name;
  }
}

const ENDED: Problem = { name: 'WorkerError', message: 'The worker was ended.' };

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Starts a worker. A crash of it is told as the news `failed`. */
export function startWorker(onNews: (news: News) => void): Client {
  const worker = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module', name: 'model' });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let hasEnded = false;
  const settle = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  };
  const refuseAll = (problem: Problem): void => {
    for (const { reject } of waiting.values()) reject(new WorkerError(problem));
    waiting.clear();
  };
  const fail = (problem: Problem): void => {
    refuseAll(problem);
    onNews({ kind: 'failed', problem });
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'answer') settle(data.id)?.resolve(data.value as never);
    else if (data.kind === 'refusal') settle(data.id)?.reject(new WorkerError(data.problem));
    else if (data.kind === 'failed') fail(data.problem);
    else onNews(data);
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    fail({ name: 'WorkerError', message: event.message || 'The worker that holds the model could not be started.' });
  });
  return {
    call: (call, argument) =>
      new Promise((resolve, reject) => {
        if (hasEnded) throw new WorkerError(ENDED);
        last += 1;
        waiting.set(last, { resolve, reject });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
        worker.postMessage({ id: last, call, argument });
      }),
    end: () => {
      hasEnded = true;
      worker.terminate();
      refuseAll(ENDED);
    },
  };
}
