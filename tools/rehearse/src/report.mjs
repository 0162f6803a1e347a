const TAIL = 60; // lines of a failed command's log

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/**
 * Runs the steps of the rehearsal, prints one line for each, and remembers what failed.
 * @param {AbortSignal} signal when it is aborted, what fails after that fails for that reason, and is not printed
 * @param {(line: string) => void} [print]
 */
export function createReport(signal, print = console.log) {
  const started = Date.now();
  /** @type {{ title: string, error: Error & { log?: string } }[]} */
  const failures = [];
  let passed = 0;

  /**
   * Runs one step. What the work resolves to is added to its line. Resolves to whether it succeeded.
   * @param {string} title
   * @param {() => Promise<string | void> | string | void} work
   */
  async function step(title, work) {
    const since = Date.now();
    try {
      const note = await work();
      passed++;
      print(`  ok    ${title}${note ? `: ${note}` : ''} (${seconds(since)})`);
      return true;
    } catch (error) {
      if (signal.aborted) throw error;
      failures.push({ title, error });
      print(`  FAIL  ${title}: ${error.message.split('\n')[0]} (${seconds(since)})`);
      return false;
    }
  }

  /** Prints the failures with the end of their logs, then one line that counts. Returns the number of failures. */
  function summary() {
    for (const { title, error } of failures) {
      const log = error.log?.trimEnd().split('\n').slice(-TAIL).join('\n');
      print(`\n--- ${title}\n${log ? `${error.message}\n${log}` : error.stack}`);
    }
    print(`\n${passed} passed, ${failures.length} failed in ${seconds(started)}`);
    return failures.length;
  }

  return { step, summary };
}
