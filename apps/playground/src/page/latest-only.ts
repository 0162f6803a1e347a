/** Runs a task for one argument at a time. Of those that come while it runs, only the last one is taken up. */
export function latestOnly<A>(task: (argument: A) => Promise<void>): (argument: A) => Promise<void> {
  let running: Promise<void> | undefined;
  let next: { readonly argument: A } | undefined;
  const run = async (): Promise<void> => {
    while (next) {
      const { argument } = next;
      next = undefined;
      await task(argument);
    }
  };
  return (argument) => {
    next = { argument };
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };
}
