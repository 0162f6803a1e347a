import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command, outcome } from './command.mjs';

const templates = fileURLToPath(new URL('../consumer', import.meta.url));

/**
 * An empty project of somebody who installs our packages with npm.
 * @param {string} folder
 * @param {Omit<Parameters<typeof command>[2], 'cwd'>} options
 */
export function createConsumer(folder, options) {
  const here = { ...options, cwd: folder };
  const npm = (...args) => command('npm', args, here);
  const write = (file, text) => writeFileSync(join(folder, file), text);
  mkdirSync(folder, { recursive: true });
  write('package.json', '{ "name": "consumer", "version": "1.0.0", "private": true }\n');

  return {
    folder,
    npm,
    write,
    /** Runs a program and resolves to what it printed; one that prints nothing fails. */
    async node(...args) {
      const printed = await command(process.execPath, args, here);
      if (!printed.trim()) throw new Error(`${args.join(' ')} printed nothing`);
      return printed;
    },
    /** Runs a program and resolves to its outcome, whatever that is. */
    nodeOutcome: (...args) => outcome(process.execPath, args, here),
    /** Loads modules as ES modules and as CommonJS, and compares their exports. */
    async load(...entries) {
      copyFileSync(join(templates, 'entries.mjs'), join(folder, 'entries.mjs'));
      await command(process.execPath, ['entries.mjs', ...entries], here);
    },
    /** The folders in which a package is installed. */
    async copies(name) {
      const listed = await npm('ls', name, '--all', '--parseable');
      return [...new Set(listed.split('\n').filter((line) => line.endsWith(join('node_modules', name))))];
    },
    /** The version of an installed package. */
    installed: (name) => JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version,
  };
}

/** @typedef {ReturnType<typeof createConsumer>} Consumer */

/**
 * Fails unless a project has exactly one copy of a package; resolves to its version.
 * @param {Consumer} consumer
 * @param {string} name
 */
export async function assertOneCopy(consumer, name) {
  const copies = await consumer.copies(name);
  if (copies.length !== 1) throw new Error(`There are ${copies.length} copies of ${name}: ${copies.join(', ')}`);
  return consumer.installed(name);
}
