import type { Side } from '../side/side';

/** A process or page that runs one backend. */
export interface Host {
  /** Asks a question; rejects after so many milliseconds, and the host is then to be closed. */
  readonly ask: <M extends keyof Side>(
    method: M,
    milliseconds: number,
    ...args: Parameters<Side[M]>
  ) => Promise<Awaited<ReturnType<Side[M]>>>;
  readonly close: () => Promise<void>;
}

/** What a promise resolves to, or an error that names `what` when that takes longer. */
export async function within<T>(milliseconds: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
