import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../../lib/root.mjs';
import { command } from './command.mjs';

/**
 * Copies the repository as git sees it, with changes that are not yet committed, into a git repository of its own.
 * @param {string} folder
 * @param {{ env: Record<string, string | undefined>, signal: AbortSignal }} options
 * @returns {Promise<number>} the number of files
 */
export async function copyRepository(folder, options) {
  const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = (await command('git', listing, { ...options, cwd: root })).split('\0').filter(Boolean);
  const present = files.filter((file) => existsSync(join(root, file))); // git lists a deleted file until that is committed
  for (const file of present) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(root, file), join(folder, file));
  }
  const git = (...args) => command('git', args, { ...options, cwd: folder });
  await git('init', '--quiet');
  await git('config', 'user.name', 'Rehearsal');
  await git('config', 'user.email', 'rehearsal@localhost');
  await commitAll(folder, 'The repository', options);
  return present.length;
}

/**
 * Commits everything in a folder, also when nothing has changed: changelogs name the commits that added changesets, and
 * turbo reads what git knows.
 */
export async function commitAll(folder, message, options) {
  await command('git', ['add', '--all'], { ...options, cwd: folder });
  const commit = ['commit', '--quiet', '--no-verify', '--allow-empty', '--message', message];
  await command('git', commit, { ...options, cwd: folder });
}

/**
 * @typedef {object} Package one that is published
 * @property {string} name
 * @property {string} folder
 * @property {string} version
 * @property {Record<string, any>} manifest
 */

/**
 * The packages of a workspace that are published, by name.
 * @param {string} workspace
 * @returns {Package[]}
 */
export function publicPackages(workspace) {
  return readdirSync(join(workspace, 'packages'))
    .map((name) => join(workspace, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return { name: manifest.name, folder, version: manifest.version, manifest };
    })
    .filter(({ manifest }) => !manifest.private);
}
