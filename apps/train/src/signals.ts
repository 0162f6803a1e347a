import { Interrupted } from './failure';

/** Exit codes as shells give them: Ctrl-C, a request to terminate, a terminal that was closed. */
const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** A signal to the whole group comes more than once: from the terminal or the sender, and passed on by each parent. */
const SAME_WITHIN = 250;

/** Aborts at the first of these signals, and leaves the process at the second. */
export function onInterrupt(write: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  for (const [name, code] of Object.entries(CODES))
    process.on(name, () => {
      const now = performance.now();
      if (controller.signal.aborted) {
        if (now - first > SAME_WITHIN) process.exit(code);
        return;
      }
      first = now;
      // First, so that whoever draws can clear what is live.
      controller.abort(new Interrupted(code));
      write(`\nStopping after this step. ${name === 'SIGINT' ? 'Ctrl-C again stops at once.' : ''}`.trimEnd());
    });
  return controller.signal;
}
