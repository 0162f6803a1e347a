import { Interrupted } from './failure';

const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Aborts at the first Ctrl-C or request to terminate, and leaves the process at the second. */
export function onInterrupt(write: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  for (const [name, code] of Object.entries(CODES))
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(code);
      // First, so that whoever draws can clear what is live.
      controller.abort(new Interrupted(code));
      write(`\nStopping after this step. ${name === 'SIGINT' ? 'Ctrl-C again stops at once.' : ''}`.trimEnd());
    });
  return controller.signal;
}
