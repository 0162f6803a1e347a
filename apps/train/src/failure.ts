/** What was asked of the program makes no sense: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Ended by a signal. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor(
    /** 130 for Ctrl-C, 143 for a request to terminate. */
    readonly exitCode: number,
    message = 'Stopped.',
  ) {
    super(message);
  }
}

/** Errors whose message says all that a user can act on. Told by name, since packages may be loaded twice. */
const EXPLAINED = ['ArgumentError', 'DataError', 'NumericalError', 'UnsupportedError'];

/** What to print about an error, with its first word marked. Unforeseen ones keep their trace. */
export function explain(error: unknown, mark: (word: string) => string): string {
  const head = mark('error:');
  if (!(error instanceof Error)) return `${head} ${String(error)}`;
  if (error instanceof Interrupted) return error.message;
  if (error instanceof UsageError) return `${head} ${error.message}\nnpm start -- --help lists the options.`;
  if (EXPLAINED.includes(error.name) || 'syscall' in error) return `${head} ${error.message}`;
  return `${head} ${error.stack ?? error.message}`;
}

/** 1 for what failed, 2 for what was asked wrongly, 128 and its number for a signal. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof UsageError) return 2;
  return error instanceof Error && 'exitCode' in error && error.exitCode === 0 ? 0 : 1;
}
