import { spawn } from 'node:child_process';

const windows = process.platform === 'win32';

/** A command that ended with another exit code than 0; `log` is all that it printed. */
class CommandError extends Error {
  /** @param {string} command @param {{ code: number | null, output: string }} outcome */
  constructor(command, { code, output }) {
    super(`${command} ended with exit code ${code}`);
    this.name = 'CommandError';
    this.log = output;
  }
}

/**
 * Runs a command to its end and resolves to its outcome, whatever that is.
 * @param {string} name
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: Record<string, string | undefined>, signal: AbortSignal }} options signal: ends the command
 * @returns {Promise<{ code: number | null, stdout: string, output: string }>} output: both streams as they came
 */
export function outcome(name, args, { cwd, env, signal }) {
  return new Promise((resolve, reject) => {
    const shell = windows && name !== process.execPath; // npm is a script there
    const child = spawn(name, args, { cwd, env, signal, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, output }));
  });
}

/**
 * Runs a command that must succeed, and resolves to what it printed.
 * @param {string} name
 * @param {readonly string[]} args
 * @param {Parameters<typeof outcome>[2]} options
 * @throws {CommandError}
 */
export async function command(name, args, options) {
  const result = await outcome(name, args, options);
  if (result.code !== 0) throw new CommandError([name, ...args].join(' '), result);
  return result.stdout;
}
