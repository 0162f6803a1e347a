import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type Host, within } from './host';

/**
 * Starts a process that runs the bundle of `node-side.ts`.
 * @param addon the file to import tfjs-node from
 */
export function openNodeHost(file: string, addon: string | undefined): Host {
  // Deprecations that tfjs-node meets are no news.
  const child = fork(file, addon === undefined ? [] : [addon], {
    serialization: 'advanced',
    execArgv: ['--no-deprecation'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (text: Buffer) => (said = (said + String(text)).slice(-2000)));
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the process ended (${signal ?? code}): ${said.trim().split('\n').slice(-5).join(' ')}`);
  });
  ended.catch(() => undefined);
  return {
    ask: async (method, milliseconds, ...args) => {
      const answer = once(child, 'message');
      child.send({ method, args });
      const [{ result, error }] = (await within(milliseconds, method, Promise.race([answer, ended]))) as [
        { result?: never; error?: string },
      ];
      if (error !== undefined) throw new Error(error);
      return result as never;
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended.catch(() => undefined);
    },
  };
}
