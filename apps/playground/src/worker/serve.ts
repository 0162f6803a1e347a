import type { Answer, Argument, CallName, Message, Problem, Request } from '../protocol';

export type Handlers = {
  readonly [K in CallName]: (argument: Argument<K>) => Answer<K> | Promise<Answer<K>>;
};

/** Sends a message to the page. */
export function tell(message: Message): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- in a worker there is no origin to name
  self.postMessage(message);
}

export function toProblem(error: unknown): Problem {
  if (error instanceof Error) return { name: error.name, message: error.message };
  return { name: 'Error', message: String(error) };
}

/** Answers the page's requests, as many at a time as come. */
export function serve(handlers: Handlers): void {
  self.addEventListener('message', (event: MessageEvent<Request>) => {
    void answer(handlers, event.data);
  });
  self.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    tell({ kind: 'failed', problem: toProblem(event.reason) });
  });
}

async function answer(handlers: Handlers, { id, call, argument }: Request): Promise<void> {
  try {
    const handler = handlers[call] as (argument: unknown) => unknown;
    tell({ kind: 'answer', id, value: await handler(argument) });
  } catch (error) {
    tell({ kind: 'refusal', id, problem: toProblem(error) });
  }
}
