import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('registry-process.mjs', import.meta.url));

/**
 * Starts a registry on a free port of the loopback interface: our packages live there only, everything else comes from
 * upstream.
 * @param {string} folder for its storage and log
 * @param {Awaited<ReturnType<typeof import('./npm-settings.mjs').npmSettings>>} settings
 * @returns {Promise<{ url: string, stop(): void }>}
 */
export function startRegistry(folder, { upstream, trust }) {
  mkdirSync(folder, { recursive: true });
  const child = fork(program, { env: { ...process.env, ...trust }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
  child.send({
    configPath: join(folder, 'config.yaml'), // a name only: paths are taken relative to it
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: -1 } },
    uplinks: { upstream },
    packages: {
      '@jensenjs/*': { access: '$all', publish: '$all' },
      '**': { access: '$all', proxy: 'upstream' },
    },
    max_body_size: '50mb',
    web: { enable: false },
    log: { type: 'file', path: join(folder, 'log'), level: 'http', format: 'pretty', colors: false },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The registry did not start: ${Buffer.concat(output).toString()}`)));
    child.once('message', (port) =>
      resolve({ url: `http://127.0.0.1:${Number(port)}/`, stop: () => child.disconnect() }),
    );
  });
}
