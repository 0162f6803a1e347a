/** What was asked of the program makes no sense: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Ended by a signal: exit code 130 for Ctrl-C, 143 for a request to terminate. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
