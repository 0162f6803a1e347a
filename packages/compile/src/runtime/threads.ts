import { ArgumentError } from '@jensenjs/core';

/** @throws ArgumentError when a number of threads is given that is none. */
export function checkThreads(where: string, threads: number | undefined): void {
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1))
    throw new ArgumentError(where, `threads: expected an integer of at least 1, got ${threads}.`);
}
