import { spawnSync } from 'node:child_process';

/**
 * Runs a program and returns what it prints. `absent` says what to do where the program does not exist, `failed` where it ends with
 * an error; the last lines of its own output are added.
 * @throws with those words.
 */
export function run(command, args, { absent, failed, ...options }) {
  const { error, status, signal, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 28,
    ...options,
  });
  if (error?.code === 'ENOENT' && absent) throw new Error(absent);
  if (error) throw error;
  if (status !== 0) throw new Error(`${failed}\n${lastLines(stdout + stderr)}${signal ? `\n(${signal})` : ''}`);
  return stdout;
}

const lastLines = (text) => text.trimEnd().split('\n').slice(-20).join('\n');
