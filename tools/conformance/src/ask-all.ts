import type { Outcome } from './side/outcome';

const CHUNK = 64;
const SECOND = 1000;

/** Errors after which a backend's memory or device is not to be trusted. */
const FATAL = /out of bounds|unreachable|device.* lost|context.* away/i;

/**
 * Asks questions some at a time. One that hangs or ends its process is asked again alone, and its error is the answer; after it, and after
 * one that leaves the backend broken, `restart` comes first.
 */
export async function askAll<T>(
  questions: readonly T[],
  ask: (chunk: readonly T[], milliseconds: number) => Promise<Outcome[]>,
  restart: () => Promise<void>,
): Promise<Outcome[]> {
  const answers: Outcome[] = [];
  while (answers.length < questions.length) {
    const chunk = questions.slice(answers.length, answers.length + CHUNK);
    try {
      const got = await ask(chunk, 120 * SECOND);
      const broken = got.findIndex((one) => 'error' in one && FATAL.test(one.error));
      answers.push(...(broken < 0 ? got : got.slice(0, broken + 1)));
      if (broken >= 0) await restart();
    } catch {
      await restart();
      for (const one of chunk)
        try {
          answers.push(...(await ask([one], 20 * SECOND)));
        } catch (error) {
          answers.push({ error: error instanceof Error ? error.message : String(error) });
          await restart();
        }
    }
  }
  return answers;
}
