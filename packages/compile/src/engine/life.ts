import { ArgumentError } from '@jensenjs/core';

interface Disposable {
  readonly dispose: () => Promise<void>;
}

/** Lets an engine do one thing at a time, and nothing after its end. */
export interface Life {
  /** @throws ArgumentError after the end, or while something is going on. */
  readonly assertIdle: (what: string) => void;
  /** Does something, alone. */
  readonly alone: <T>(what: string, work: () => Promise<T>) => Promise<T>;
  /** @throws ArgumentError after the end. For what goes on when something was waited for. */
  readonly assertAlive: () => void;
  /** Waits for what is to be disposed of at the end, or at once when that has come meanwhile, which is an error. */
  readonly own: <T extends Disposable>(loading: Promise<T>) => Promise<T>;
  readonly isOver: () => boolean;
  /** Disposes of what is owned. */
  readonly end: () => void;
}

export function createLife(): Life {
  const owned: Disposable[] = [];
  let isOver = false;
  let busy: string | undefined;
  const discard = (program: Disposable): void => {
    program.dispose().catch(() => undefined);
  };
  const assertAlive = (): void => {
    if (isOver)
      throw new ArgumentError('compiled', 'the engine was disposed of during a step, which was not finished.');
  };
  const assertIdle = (what: string): void => {
    if (isOver) throw new ArgumentError('compiled', `${what} was called after dispose.`);
    if (busy) throw new ArgumentError('compiled', `${what} was called while ${busy} was going on. Await that first.`);
  };
  return {
    assertAlive,
    assertIdle,
    alone: async (what, work) => {
      assertIdle(what);
      busy = what;
      try {
        return await work();
      } finally {
        busy = undefined;
      }
    },
    own: async (loading) => {
      const loaded = await loading;
      if (isOver) discard(loaded);
      else owned.push(loaded);
      assertAlive();
      return loaded;
    },
    isOver: () => isOver,
    end: () => {
      isOver = true;
      owned.forEach(discard);
    },
  };
}
