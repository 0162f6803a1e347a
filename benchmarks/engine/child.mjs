// The parent's side of the protocol: a contender in a process of its own.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Starts a contender. `ask` sends a request and resolves to the answer; what else the process prints is kept for errors. */
export function startChild({ command, args, env = {} }) {
  const spawned = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  const printed = [];
  let settle;
  const keep = (text) => {
    printed.push(text);
    if (printed.length > 20) printed.shift();
  };
  createInterface({ input: spawned.stdout }).on('line', (line) => {
    if (line.startsWith('@')) settle?.resolve(JSON.parse(line.slice(1)));
    else keep(line);
  });
  createInterface({ input: spawned.stderr }).on('line', keep);
  let ended = false;
  const fail = (what) => {
    ended = true;
    settle?.reject(new Error(`${what}: ${printed.join('\n')}`));
  };
  spawned.on('error', (error) => fail(error.message));
  spawned.on('close', (code) => fail(`the process ended with code ${code}`));
  spawned.stdin.on('error', () => undefined); // `close` tells
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        if (ended) fail('the process has ended');
        else spawned.stdin.write(`${JSON.stringify(request)}\n`);
      }),
    stop: () => spawned.kill(),
  };
}
